import { Readable } from 'node:stream'
import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/http'
import { getReport } from '../report/report.store.ts'
import { withoutTurns } from '../report/turning.ts'
import { openedInSession } from '../sealing/content-keys.ts'
import { ReportFile } from './file.ts'
import { bytesOf } from './file-bytes.ts'
import { getFile, listFiles } from './file.store.ts'
import type { FileServices } from './own-files.ts'

const access = { resource: 'report_file', action: 'read', purpose: 'intake' }

/** The files of a report, for the team: a list, and each handed out so that no browser runs what is in it. */
export function filesEndpoints({ vault, files }: FileServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/intake/reports/{id}/files',
      summary: 'The files of a report; none while it is locked',
      access,
      params: z.object({ id: z.uuid() }),
      answer: z.object({ files: z.array(ReportFile) }),
      handle: ({ actor, db, params, context }) =>
        db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          return { files: await listFiles({ trx, vault }, found) }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/intake/reports/{id}/files/{file}',
      summary: 'One file: cleaned, or as it was sent where its reporter kept the original',
      description:
        'Always handed out as a file to save, of a kind that no browser draws or runs. An original may hold what its reporter’s phone wrote into it, and anything a stranger can make: open it where that is safe.',
      access,
      params: z.object({ id: z.uuid(), file: z.uuid() }),
      query: z.object({ original: z.enum(['yes', 'no']).default('no') }),
      limits: { ms: 120_000 },
      handle: async ({ actor, db, params, query, context }) => {
        const { meta, blob, originalBlob } = await db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          return getFile({ trx, vault }, found, params.file)
        })
        const isOriginal = query.original === 'yes' && meta.original !== null && originalBlob !== null
        const shown = isOriginal ? { ...meta.original!, blob: originalBlob } : { ...meta, blob }
        const bytes = bytesOf(files, shown.blob, Buffer.from(shown.key, 'base64'))
        return new Response(Readable.toWeb(Readable.from(bytes)) as ReadableStream, {
          headers: {
            'content-type': 'application/octet-stream',
            'content-length': String(shown.bytes),
            'content-disposition': `attachment; filename*=UTF-8''${encodeName(shown.name)}`,
            'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
          },
        })
      },
    }),
  ]
}

/** RFC 8187, without path separators and direction marks, which make 'gpj.exe' of 'exe.jpg'. */
function encodeName(name: string): string {
  const plain =
    withoutTurns(name)
      .replaceAll(/[/\\\u061c\u200e\u200f]|\p{Cc}/gu, '')
      .slice(-100) || 'file'
  return encodeURIComponent(plain).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
}
