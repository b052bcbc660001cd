import { z } from 'zod'

/** The largest file taken in: said on the page before one is chosen. */
export const MOST_FILE_BYTES = 25_000_000
export const MOST_FILES = 20

/** What is kept beside a file's bytes, sealed with its report. */
export const FileMeta = z.object({
  /** A name of ours: what a camera calls a picture tells when it was taken. */
  name: z.string(),
  kind: z.string(),
  bytes: z.int(),
  /** What was taken out of it. */
  removed: z.array(z.string()),
  /** The key of its bytes, base64. */
  key: z.string(),
  /** The file as it was sent, where the reporter asked for it to be kept. */
  original: z.object({ name: z.string(), bytes: z.int(), key: z.string() }).nullable(),
  /** Nothing could be taken out of it: there is the original alone. */
  uncleaned: z.boolean(),
})
export type FileMeta = z.infer<typeof FileMeta>

/** A file as its reporter and the team see it in a list. */
export const ReportFile = FileMeta.omit({ key: true, original: true }).extend({
  id: z.uuid(),
  at: z.string(),
  hasOriginal: z.boolean(),
})
export type ReportFile = z.infer<typeof ReportFile>
