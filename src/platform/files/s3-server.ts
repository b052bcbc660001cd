/** For tests: an S3-like HTTP server that demands signed requests and keeps objects in memory. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type S3Server = {
  url: string
  objects: Map<string, Buffer>
  /** Answers this many requests with 503 first. */
  stumble(times: number): void
  requests: string[]
  close(): Promise<void>
}

const signature =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/[a-z0-9-]+\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/

export async function serveS3(accessKey: string, pageSize = 3): Promise<S3Server> {
  const objects = new Map<string, Buffer>()
  const requests: string[] = []
  let stumbles = 0
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const address = new URL(request.url ?? '/', 'http://localhost')
    requests.push(`${request.method} ${address.pathname}`)
    const end = (status: number, text: string | Buffer = '') => response.writeHead(status).end(text)
    if (stumbles > 0) return void (stumbles--, end(503))
    const [, key, headers] = signature.exec(request.headers.authorization ?? '') ?? []
    const signed = headers?.split(';') ?? []
    const complete = ['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name))
    if (key !== accessKey || !complete || request.headers['x-amz-date'] === undefined) return void end(403)
    const name = decodeURIComponent(address.pathname)
    switch (request.method) {
      case 'PUT':
        // S3 takes no body whose length is unknown.
        if (Number(request.headers['content-length']) !== body.length) return void end(411)
        objects.set(name, body)
        return void end(200)
      case 'DELETE':
        objects.delete(name)
        return void end(204)
      case 'HEAD':
        return void end(objects.has(name) ? 200 : 404)
      default: {
        if (address.searchParams.get('list-type') === '2')
          return void end(200, list(name, address.searchParams))
        const found = objects.get(name)
        return void (found === undefined ? end(404) : end(200, found))
      }
    }
  }

  function list(bucket: string, search: URLSearchParams): string {
    const after = search.get('continuation-token') ?? ''
    const keys = [...objects.keys()]
      .map((path) => path.slice(bucket.length + 1))
      .filter((key) => key.startsWith(search.get('prefix') ?? '') && key > after)
      .toSorted()
    const page = keys.slice(0, pageSize)
    const more = keys.length > page.length
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${page
      .map((key) => `<Contents><Key>${key}</Key></Contents>`)
      .join(
        '',
      )}${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}</ListBucketResult>`
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    stumble: (times) => void (stumbles = times),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
