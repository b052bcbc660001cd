import type { Keyring } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'
import type { Decoy } from '../decoy/decoy.ts'
import { changeDecoy, getDecoy } from '../decoy/decoy.store.ts'
import type { Uploads } from './upload.store.ts'

/**
 * Files on their way to an empty report, kept in it. They arrive, are cut off and go on as those of a full report do: whoever
 * sends a picture to see which of the two they were shown sees no difference.
 */
export function decoyUploads(keyring: Keyring, decoyId: string): Uploads {
  const change = (
    trx: Parameters<typeof changeDecoy>[0],
    work: (uploads: Decoy['uploads']) => Decoy['uploads'],
  ) => changeDecoy(trx, keyring, decoyId, (decoy) => ({ ...decoy, uploads: work(decoy.uploads) }))

  return {
    insert: (trx, { id, length, at }) =>
      change(trx, (uploads) => [...uploads, { id, length, at: at.toISOString(), received: 0, parts: [] }]),
    async get(trx, id) {
      const found = (await getDecoy(trx, keyring, decoyId)).uploads.find((upload) => upload.id === id)
      if (!found) throw new AsyliaError('intake.not-found', 'no such upload')
      return found
    },
    async addPart(trx, id, { at, bytes, blob }) {
      let isKept = false
      await change(trx, (uploads) =>
        uploads.map((upload) => {
          if (upload.id !== id || upload.received !== at) return upload
          isKept = true
          return { ...upload, received: at + bytes, parts: [...upload.parts, blob] }
        }),
      )
      return isKept
    },
    erase: (trx, id) => take(trx, (upload) => upload.id === id),
    eraseBefore: (trx, before) => take(trx, ({ at }) => new Date(at) < before),
  }

  /** Takes uploads away; the blobs of their parts. */
  async function take(
    trx: Parameters<typeof changeDecoy>[0],
    isOver: (upload: Decoy['uploads'][number]) => boolean,
  ): Promise<string[]> {
    let parts: string[] = []
    await change(trx, (uploads) => {
      parts = uploads.filter(isOver).flatMap((upload) => upload.parts)
      return uploads.filter((upload) => !isOver(upload))
    })
    return parts
  }
}
