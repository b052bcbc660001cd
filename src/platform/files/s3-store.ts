import { AwsClient } from 'aws4fetch'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { AsyliaError, BadInput } from '#platform/errors'
import type { BlobStore } from './blob-store.ts'

const Environment = z.object({
  ASYLIA_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  AWS_REGION: z.string().min(1).default('us-east-1'),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().min(1).optional(),
})

/**
 * Blobs in an S3-compatible bucket, `s3://bucket/prefix`; the endpoint from ASYLIA_S3_ENDPOINT (path style), else Amazon's
 * for AWS_REGION. Requests are signed (SigV4); server errors are tried again. One PUT a blob: at most 5 GB each.
 */
export function s3Store(location: string, env: Record<string, string | undefined>): BlobStore {
  const { client, base } = connect(location, env)
  const at = (name: string) => `${base.origin}${base.path}${name}`
  return {
    async put(name, path) {
      const { size } = await stat(path)
      const body = () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
      // Signed apart, because a stream can be sent once: a refused try is sent again from the start of the file.
      await withPatience('put', async () => {
        const signed = await client.sign(at(name), {
          method: 'PUT',
          headers: { 'content-length': String(size) },
        })
        const sent: RequestInit & { duplex: 'half' } = {
          method: 'PUT',
          headers: signed.headers,
          body: body(),
          duplex: 'half',
        }
        return fetch(signed.url, sent)
      })
    },
    async has(name) {
      const answer = await withPatience('look for', () => client.fetch(at(name), { method: 'HEAD' }), [404])
      return answer.ok
    },
    async get(name) {
      const answer = await withPatience('get', () => client.fetch(at(name)), [404])
      if (answer.status === 404) {
        await answer.body?.cancel()
        return undefined
      }
      return (answer.body ?? []) as AsyncIterable<Uint8Array>
    },
    async delete(name) {
      await withPatience('delete', () => client.fetch(at(name), { method: 'DELETE' }), [404])
    },
    async *list() {
      const prefix = base.prefix
      for (let token: string | undefined, more = true; more;) {
        const query = new URLSearchParams({
          'list-type': '2',
          prefix,
          ...(token ? { 'continuation-token': token } : {}),
        })
        const answer = await withPatience('list', () =>
          client.fetch(`${base.origin}/${base.bucket}?${query}`),
        )
        const xml = await answer.text()
        for (const [, key] of xml.matchAll(/<Key>([^<]*)<\/Key>/g)) yield key!.slice(prefix.length)
        token = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1]
        more = /<IsTruncated>true</.test(xml) && token !== undefined
      }
    },
  }
}

function connect(location: string, env: Record<string, string | undefined>) {
  const [, bucket, folder] = /^s3:\/\/([a-z0-9.-]{3,63})\/?(.*)$/.exec(location) ?? []
  if (bucket === undefined) throw new BadInput(`ASYLIA_FILES: expected s3://bucket/prefix, found ${location}`)
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new BadInput(
      `environment variable ${issue?.path.join('.')} is needed for files in ${location}: ${issue?.message}`,
    )
  }
  const e = parsed.data
  const client = new AwsClient({
    accessKeyId: e.AWS_ACCESS_KEY_ID,
    secretAccessKey: e.AWS_SECRET_ACCESS_KEY,
    ...(e.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: e.AWS_SESSION_TOKEN }),
    region: e.AWS_REGION,
    service: 's3',
    retries: 0,
  })
  const origin = (e.ASYLIA_S3_ENDPOINT ?? `https://s3.${e.AWS_REGION}.amazonaws.com`).replace(/\/$/, '')
  const prefix = folder ? `${folder.replace(/\/$/, '')}/` : ''
  return { client, base: { origin, bucket, prefix, path: `/${bucket}/${prefix}` } }
}

/** Four tries, a quarter of a second, then half, then one apart, for a server that stumbles; anything else is said at once. */
async function withPatience(
  verb: string,
  send: () => Promise<Response>,
  alsoFine: number[] = [],
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send().catch((error: unknown) => error as Error)
    if (answer instanceof Response) {
      if (answer.ok || alsoFine.includes(answer.status)) return answer
      await answer.body?.cancel()
    }
    const what = answer instanceof Response ? `status ${answer.status}` : 'no answer'
    const passing = !(answer instanceof Response) || answer.status >= 500 || answer.status === 429
    if (!passing || attempt === 4) {
      throw new AsyliaError('files.store-failed', `the bucket did not ${verb} a file: ${what}`, {
        attempts: attempt,
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 125 * 2 ** attempt))
  }
}
