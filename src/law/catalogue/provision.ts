import { z } from 'zod'
import { PlainDate } from '#model'

/**
 * How far a statement may be trusted. `draft`: from memory or a second-hand account, not checked. `sourced`: read in
 * a located text. `reviewed`: read again, by someone else, against that text.
 */
export const Confidence = z.enum(['draft', 'sourced', 'reviewed'])
export type Confidence = z.infer<typeof Confidence>

/** Only `in_force` answers; the others are shown as what they are. */
export const Status = z.enum(['in_force', 'not_commenced', 'repealed', 'struck_down', 'bill'])
export type Status = z.infer<typeof Status>

/** An id within the catalogue: `GBR.s2`, `TIP.3.a`. */
export const Id = z.string().regex(/^[A-Z0-9][A-Za-z0-9_.:()-]*$/, 'expected an id such as GBR.MSA-s2')

/** Where a text was read. `memory` says plainly that none was. */
export const Source = z.strictObject({
  kind: z.enum(['official', 'copy', 'secondary', 'memory', 'invented']),
  text: z.string().min(1),
  url: z.url().optional(),
  readOn: PlainDate.optional(),
})
export type Source = z.infer<typeof Source>

/** What every dated statement carries: when it was the law, and since when we say so. */
export const dated = {
  /** First day it was the law. */
  from: PlainDate,
  /** First day it no longer was. */
  to: PlainDate.optional(),
  /** Whether `from` and `to` were read in a text. */
  datesVerified: z.boolean().default(false),
  /** The day it entered this catalogue, if later than the file's own. */
  recorded: PlainDate.optional(),
  /** The day it was found to be wrong and left the catalogue; kept, so that old answers can be recomputed. */
  withdrawn: PlainDate.optional(),
}

export const Instrument = z.strictObject({
  id: Id,
  title: z.string().min(1),
  kind: z.enum(['treaty', 'statute', 'regulation', 'guidance', 'case']),
  /** The official address, an ELI or an Akoma Ntoso id. */
  locator: z.string().min(1).optional(),
})
export type Instrument = z.infer<typeof Instrument>

export const Provision = z.strictObject({
  id: Id,
  instrument: Id,
  /** The official number: `s.2(3)`. */
  number: z.string().min(1),
  /** Our words, never the text. */
  paraphrase: z.string().min(1),
  status: Status.default('in_force'),
  source: z.string().min(1).describe('a key of `sources` in the same file'),
  confidence: Confidence,
  /** SHA-256 of the text it was checked against. */
  textHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  note: z.string().min(1).optional(),
  ...dated,
})
export type Provision = z.infer<typeof Provision>
