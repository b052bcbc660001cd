import { z } from 'zod'
import { FormatName } from '../mapping/mapping.ts'

/** What an import did with each row: `read = added + updated + unchanged + rejected`. */
export const ImportCounts = z.object({
  read: z.int().describe('Rows of the file, the header and blank lines left out'),
  added: z.int().describe('Rows that were not there'),
  updated: z.int().describe('Rows whose id was there with other content'),
  unchanged: z.int().describe('Rows that were there as they are; exact doubles within the file are here too'),
  rejected: z.int().describe('Rows that went to the rejects file'),
})
export type ImportCounts = z.infer<typeof ImportCounts>

/** One rejected row: the cell, what stood in it, and what was expected. */
export const Reject = z.object({ row: z.int(), field: z.string(), found: z.string(), expected: z.string() })
export type Reject = z.infer<typeof Reject>

export const ImportState = z.enum(['running', 'done', 'incomplete', 'failed', 'stopped'])
export type ImportState = z.infer<typeof ImportState>

/** An import as it stands: what `GET /sources/imports/{id}` answers. */
export const ImportRun = ImportCounts.extend({
  id: z.uuid(),
  source: z.string(),
  format: FormatName,
  mapping: z.string().describe('The name of the mapping it was read by'),
  fileName: z.string(),
  fileBytes: z.int(),
  state: ImportState.describe(
    'incomplete: the file ended early; stopped and failed imports go on when asked for again',
  ),
  startedBy: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  seconds: z.number(),
  rejectedFile: z.string().nullable(),
  firstRejects: z.array(Reject),
  notes: z.array(z.string()),
  problem: z.string().nullable(),
})
export type ImportRun = z.infer<typeof ImportRun>

export const noCounts = (): ImportCounts => ({ read: 0, added: 0, updated: 0, unchanged: 0, rejected: 0 })

export function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    read: a.read + b.read,
    added: a.added + b.added,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    rejected: a.rejected + b.rejected,
  }
}

/** A batch that is being written: decided, and not yet known to be on disk. */
export const Pending = z.object({
  toByte: z.int(),
  toRow: z.int(),
  counts: ImportCounts,
  rejectsBytes: z.int(),
  rejects: z.array(Reject),
})
export type Pending = z.infer<typeof Pending>

/** Where an import goes on. */
export type RunPosition = {
  id: string
  atByte: number
  atRow: number
  counts: ImportCounts
  rejectsPath: string | null
  rejectsBytes: number
  rejects: Reject[]
  pending: Pending | null
}

/** How many rejected rows the answer itself shows; all of them are in the rejects file. */
export const rejectsShown = 5
