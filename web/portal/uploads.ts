import type { Context } from 'hono'
import { beginUpload, finishUpload, MOST_FILE_BYTES, receive, receivedOf } from '#intake'
import { type Fields, one } from './fields.ts'
import { fileNotice, type Holders } from './holders.ts'
import type { Answer, Asked, PortalServices } from './respond.ts'

/** The most of a file that is sent at once: a piece that the connection cuts is asked for again from where it stopped. */
export const MOST_PIECE_BYTES = 1024 * 1024

/**
 * `/report/upload`, for pages with JavaScript: a form begins an upload and ends it; between, pieces with their offset. The proof
 * that the code was given travels in headers and bodies, never in an address.
 */
export function uploads({ intake }: PortalServices, holders: Holders) {
  return {
    /** A piece, or (offset −1) the question how much has arrived. */
    async piece(context: Context): Promise<Response> {
      const upload = holders.readUpload(context.req.header('x-upload') ?? '')
      const offset = Number(context.req.header('x-offset'))
      if (!upload || !Number.isInteger(offset)) return context.json({ error: 'no such upload' }, 404)
      const body = context.req.raw.body
      const received =
        offset < 0 || !body
          ? await receivedOf(intake, upload)
          : await receive(intake, upload, { offset, body: body as unknown as AsyncIterable<Uint8Array> })
      return context.json({ received })
    },

    /** Begins an upload; undefined: the form ends one, or the code must be given again. */
    async begin(context: Context, fields: Fields): Promise<Response | undefined> {
      const visit = holders.read(one(fields, 'held'))
      const length = Number(one(fields, 'length'))
      if (one(fields, 'upload') !== '' || !visit) return undefined
      if (!Number.isInteger(length) || length < 1 || length > MOST_FILE_BYTES)
        return context.json({ error: 'too large' }, 413)
      const upload = await beginUpload(intake, visit, {
        length,
        name: one(fields, 'name').slice(0, 200) || 'file',
        keepOriginal: one(fields, 'original') === 'yes',
      })
      return context.json({ upload: holders.writeUpload(upload) })
    },

    /** Ends an upload and shows the report again, with what became of the file. */
    async end(asked: Asked, show: (asked: Asked) => Promise<Answer>): Promise<Answer> {
      const upload = holders.readUpload(one(asked.fields, 'upload'))
      const added = upload && (await finishUpload(intake, upload))
      const notice = added ? fileNotice(added, asked.t) : asked.t('files.again')
      const fields = { ...asked.fields, go: ['uploaded'], notice: [notice] }
      return show({ ...asked, fields })
    },
  }
}
