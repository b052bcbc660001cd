import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PlainDate } from '#model'
import type { Corpus } from '#platform/corpus'
import { weekIndex } from '../counts/weeks.ts'
import type { EffortEvent } from './effort.ts'

/** One line of the calendar of what moves reporting: a campaign, an outage, a film, a new channel. */
export const EffortRecord = z
  .object({
    kind: z.enum(['campaign', 'outage', 'channel', 'film', 'other']),
    country: z
      .string()
      .regex(/^([A-Z]{3})?$/)
      .default('')
      .describe('Alpha-3; empty: everywhere'),
    cell: z.string().default('').describe('An H3 index as hex; empty: the whole country'),
    from: PlainDate,
    to: PlainDate,
    factor: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('Reports are multiplied by this; null: to be learnt from calls that only ask'),
    note: z.string().max(500).default(''),
    knownOn: PlainDate.describe('When the operator learnt of it'),
  })
  .refine(({ from, to }) => to >= from, { path: ['to'], error: 'expected a day not before `from`' })
export type EffortRecord = z.infer<typeof EffortRecord>

/** Records what moves reporting; the same line twice is one line. */
export async function recordEffort(corpus: Corpus, records: readonly EffortRecord[]): Promise<void> {
  await corpus.insert(
    'places_effort',
    records.map((record) => ({
      id: hash(record.kind, record.country, record.cell, record.from, record.to, record.note),
      kind: record.kind,
      country: record.country,
      cell: record.cell,
      from_day: record.from,
      to_day: record.to,
      factor: record.factor,
      note: record.note,
      known_on: record.knownOn,
      version: Date.now(),
    })),
  )
}

const EventRow = z.object({
  kind: z.string(),
  country: z.string(),
  cell: z.string(),
  from: z.string(),
  to: z.string(),
  factor: z.number().nullable(),
  note: z.string(),
})

/** The calendar as known on a day. */
export async function listEffort(
  corpus: Corpus,
  knownOn: string,
): Promise<(EffortEvent & { note: string })[]> {
  const rows = await corpus.query(
    `SELECT kind, country, cell, toString(from_day) AS from, toString(to_day) AS to, factor, note
     FROM places_effort FINAL WHERE known_on <= {knownOn:Date} ORDER BY from_day, id`,
    EventRow,
    { knownOn },
  )
  return rows.map(({ from, to, ...event }) => ({
    ...event,
    fromWeek: weekIndex(from),
    toWeek: weekIndex(to),
  }))
}

/** One place and how many live there. */
export const PopulationRecord = z.object({
  id: z.string().min(1),
  /** H3 index of resolution 7 as hex. */
  h3: z.string().regex(/^[0-9a-f]{15,16}$/),
  country: z.string(),
  population: z.number().nonnegative(),
  source: z.string(),
})
export type PopulationRecord = z.infer<typeof PopulationRecord>

/** Records populations; a place's newer figure takes the place of its older one. */
export async function recordPopulation(corpus: Corpus, records: readonly PopulationRecord[]): Promise<void> {
  await corpus.insert(
    'places_population',
    records.map(({ h3, ...record }) => ({ ...record, h3: BigInt(`0x${h3}`), version: Date.now() })),
  )
}

function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32)
}
