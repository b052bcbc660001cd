import { cellToLatLng } from 'h3-js'
import { z } from 'zod'
import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { BadInput } from '#platform/errors'
import { eventsOf, findSuspicions, type Layer } from '../counts/counts.store.ts'
import { lastWholeWeek, mondayOf, sundayOf, weekIndex } from '../counts/weeks.ts'
import { reason, StoredReason, type Reason } from '../reasons.ts'
import { storeRun } from '../runs.store.ts'
import { knox, testNearRepeats, type Events } from '../statistics/knox.ts'
import { isWithheld, SMALLEST_SHOWN } from '../withhold.ts'

export type NearRepeatQuery = {
  layer: Exclude<Layer, 'control'>
  from: string
  to: string
  knownOn: string
  /** Pairs at most so far apart are near, in kilometres. */
  kilometres: number
  /** Pairs at most so long apart are near in time. */
  days: number
  permutations: number
  seed: number
}

const Band = z.object({
  /** Kilometres: (from, to]; 0 to 0 is the same place. */
  fromKm: z.number(),
  toKm: z.number(),
  fromDays: z.number(),
  toDays: z.number(),
  pairs: z.number().nullable().describe('Null: withheld, because it is below `fewerThan` and not 0'),
  fewerThan: z.number().nullable(),
  expected: z.number().nullable(),
  ratio: z.number().nullable(),
  p: z.number().nullable(),
})

export const NearRepeatRun = z.object({
  run: z.string(),
  knownOn: z.string(),
  from: z.string(),
  to: z.string(),
  layer: z.string(),
  events: z.number().nullable().describe('Null: fewer than are judged'),
  /** Null: too few events to judge. */
  knox: z
    .object({
      kilometres: z.number(),
      days: z.number(),
      pairs: z.number(),
      close: z.number().nullable(),
      fewerThan: z.number().nullable(),
      expected: z.number(),
      p: z.number().nullable().describe('By shuffling the days; null where the count is withheld'),
    })
    .nullable(),
  bands: z.array(Band),
  reasons: z.array(StoredReason),
})
export type NearRepeatRun = z.infer<typeof NearRepeatRun>

/** Pairs are counted one by one: the newest so many events are looked at. */
const MOST_EVENTS = 4000
/** Fewer events make no pairs worth a test. */
const LEAST_EVENTS = 10

const EventRow = z.object({ cell: z.string(), day: z.number() })

/** Fewer weeks say too little of nearness, and so much about single events. */
const LEAST_WEEKS = 4

/** Whole weeks only: what one day adds could be read from two windows that differ by it. */
function wholeWeeks({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const [first, last] = [weekIndex(from), lastWholeWeek(to)]
  if (last - first + 1 < LEAST_WEEKS)
    throw new BadInput(`from ${from} to ${to}: expected at least ${LEAST_WEEKS} whole weeks`, {
      field: 'from',
    })
  return { from: mondayOf(first), to: sundayOf(last) }
}

/**
 * Knox's test and the near-repeat table of a window, each event once; kept as a run. The window is widened to the Monday
 * of its first week and ends with its last whole week.
 */
export async function runNearRepeat(
  corpus: Corpus,
  asked: Pick<NearRepeatQuery, 'from' | 'to' | 'knownOn'> & Partial<NearRepeatQuery>,
): Promise<NearRepeatRun> {
  const query: NearRepeatQuery = {
    layer: 'reports',
    kilometres: 10,
    days: 14,
    permutations: 999,
    seed: 1,
    ...asked,
    ...wholeWeeks(asked),
  }
  const without = (await findSuspicions(corpus)).points.map(({ h3 }) => h3)
  const rows = await corpus.query(
    `SELECT h3ToString(h3) AS cell, toInt32(occurred_on) AS day
     FROM (${eventsOf(query.layer)}) ARRAY JOIN range(toUInt64(events)) AS nth
     WHERE occurred_on BETWEEN {from:Date} AND {to:Date}
     ORDER BY day DESC, h3`,
    EventRow,
    { from: query.from, to: query.to, knownOn: query.knownOn, without, control: ['information'] },
  )
  const kept = rows.slice(0, MOST_EVENTS)
  const judged = kept.length >= LEAST_EVENTS
  const events = onSphere(kept)
  const reasons: Reason[] = []
  const run: NearRepeatRun = {
    run: newId(),
    knownOn: query.knownOn,
    from: query.from,
    to: query.to,
    layer: query.layer,
    events: judged || kept.length === 0 ? kept.length : null,
    knox: judged ? knoxOf(events, query, reasons) : null,
    bands: judged ? bandsOf(events, query) : [],
    reasons,
  }
  if (!judged)
    reasons.push(
      reason('near-repeat.too-few', {
        events: kept.length === 0 ? 0 : `<${LEAST_EVENTS}`,
        least: LEAST_EVENTS,
      }),
    )
  if (kept.length < rows.length)
    reasons.push(reason('near-repeat.too-many', { kept: kept.length, events: rows.length }))
  reasons.push(reason('near-repeat.echo'), reason('near-repeat.not-known-who'))
  await storeRun(corpus, {
    id: run.run,
    kind: 'near-repeat',
    knownOn: query.knownOn,
    parameters: query,
    summary: run,
  })
  return run
}

/** Events at the middles of their cells, some 2 km across: the finest that is known of any. */
function onSphere(rows: readonly z.infer<typeof EventRow>[]): Events {
  const rad = Math.PI / 180
  const radius = 6371.0088
  const middles = rows.map(
    ({ cell }) => cellToLatLng(cell).map((degrees) => degrees * rad) as [number, number],
  )
  return {
    x: Float64Array.from(middles, ([north, east]) => radius * Math.cos(north) * Math.cos(east)),
    y: Float64Array.from(middles, ([north, east]) => radius * Math.cos(north) * Math.sin(east)),
    z: Float64Array.from(middles, ([north]) => radius * Math.sin(north)),
    time: Float64Array.from(rows, ({ day }) => day),
  }
}

function knoxOf(events: Events, query: NearRepeatQuery, reasons: Reason[]): NearRepeatRun['knox'] {
  const { kilometres, days, permutations, seed } = query
  const found = knox(events, { epsTime: days, epsSpace: kilometres, permutations, seed })
  const hidden = isWithheld(found.close)
  const close = hidden ? `<${SMALLEST_SHOWN}` : found.close
  reasons.push(reason('near-repeat.knox', { close, km: kilometres, days, expected: found.expected }))
  if (!hidden && found.permuted !== null)
    reasons.push(
      reason(found.permuted <= 0.05 ? 'near-repeat.beyond-chance' : 'near-repeat.chance', {
        p: found.permuted,
        permutations,
      }),
    )
  return {
    kilometres,
    days,
    pairs: found.pairs,
    close: hidden ? null : found.close,
    fewerThan: hidden ? SMALLEST_SHOWN : null,
    expected: found.expected,
    p: hidden ? null : found.permuted,
  }
}

function bandsOf(
  events: Events,
  { kilometres, days, permutations, seed }: NearRepeatQuery,
): NearRepeatRun['bands'] {
  const space = [kilometres / 4, kilometres / 2, kilometres, kilometres * 2]
  const time = [days / 2, days, days * 2, days * 4].map((value) => Math.max(1, Math.round(value)))
  const table = testNearRepeats(events, space, time, { permutations, seed })
  return table.flatMap((row, a) =>
    row.map(({ pairs, expected, p }, b) => {
      const hidden = isWithheld(pairs)
      return {
        fromKm: a < 2 ? 0 : space[a - 2]!,
        toKm: a === 0 ? 0 : space[a - 1]!,
        fromDays: b === 0 ? 0 : time[b - 1]!,
        toDays: time[b]!,
        pairs: hidden ? null : pairs,
        fewerThan: hidden ? SMALLEST_SHOWN : null,
        expected,
        ratio: hidden || expected === 0 ? null : pairs / expected,
        p: hidden ? null : p,
      }
    }),
  )
}
