import { z } from 'zod'
import { type Keyring, hkdf } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { createHmac } from 'node:crypto'
import { getReport, type ReportRow } from '../report/report.store.ts'
import type { Report } from '../report/report.ts'
import type { Opener } from '../sealing/content-keys.ts'
import type { Store } from '../report/sealed-content.ts'
import { AGAINST, compareReports, REASONS } from './compare.ts'
import { type Mark, marksOf } from './marks.ts'
import { KIND_POINTS, rarity, type Weigh } from './rarity.ts'
import { MOST_COMPARED, MOST_SUGGESTED } from './suggest.ts'
import { countMarks, decisionsOn, keepMarks, reportsSharing, unmarkedReports } from './marks.store.ts'

/** How many reports one request marks at most. */
const MOST_MARKED = 200
/** Of a keyed hash: enough that two different marks do not meet. */
const MARK_BYTES = 12

export const Verdict = z.enum(['same', 'related', 'different'])

export const Suggestion = z.object({
  id: z.uuid(),
  receivedAt: z.string(),
  danger: z.enum(['immediate', 'possible', 'none', 'unknown']),
  channel: z.string(),
  place: z.string(),
  caseCode: z.string().nullable(),
  points: z.number().describe('Weighs the reasons; no probability'),
  reasons: z.array(
    z.object({
      kind: z.enum(REASONS),
      points: z.number(),
      said: z.array(z.string()).describe('What both say, as this report has it'),
    }),
  ),
  against: z.array(z.enum(AGAINST)).describe('What speaks against one event'),
})
export type Suggestion = z.infer<typeof Suggestion>

export const Duplicates = z.object({
  suggestions: z.array(Suggestion),
  decided: z.array(
    z.object({ id: z.uuid(), verdict: Verdict, decidedBy: z.string(), decidedOn: z.string() }),
  ),
  notCompared: z.int().describe('Reports of this organisation that this session cannot open'),
})
export type Duplicates = z.infer<typeof Duplicates>

/** Which key marks are hashed with: the door's, where the organisation has one and this session has it open. */
export type MarkKey = { doorKeyId: string | null; hash: (mark: string) => Buffer }

/**
 * Under the door key, so that neither the database nor the keys folder lets anybody try names and numbers against the
 * marks; under the keyring's where reports are sealed by the keyring alone.
 */
export function markKey(keyring: Keyring, door: { id: string; privateKey: Buffer } | null): MarkKey {
  if (door === null) {
    return {
      doorKeyId: null,
      hash: (mark) => keyring.keyedHash('intake.mark', mark).subarray(0, MARK_BYTES),
    }
  }
  const key = hkdf(door.privateKey, Buffer.from(door.id), 'asylia marks v1')
  return {
    doorKeyId: door.id,
    hash: (mark) => createHmac('sha256', key).update(mark).digest().subarray(0, MARK_BYTES),
  }
}

export function hashedMarks(key: MarkKey, report: Pick<Report, 'story' | 'place' | 'contact'>): Buffer[] {
  return marksOf(report).map((mark) => hashOf(key, mark))
}

const hashOf = (key: MarkKey, { kind, value }: Pick<Mark, 'kind' | 'value'>) => key.hash(`${kind}:${value}`)

/** Looks for reports that may tell of the same event, and says why of each. Nothing is merged or decided. */
export async function findDuplicates(
  store: Store,
  opener: Opener,
  key: MarkKey,
  report: ReportRow,
): Promise<Duplicates> {
  const { trx, vault } = store
  const notCompared = await markWhatIsOpen(store, opener, key)
  const decided = await decisionsOn(trx, report.id)
  const known = new Set(decided.map(({ id }) => id))
  const marks = marksOf(report.report)
  const counted = await countMarks(trx, hashedMarks(key, report.report))
  const weigh: Weigh = (mark) =>
    rarity(mark.kind, counted.having.get(hashOf(key, mark).toString('hex')) ?? 0, counted.all)
  const weighed = marks.map((mark) => ({
    hash: hashOf(key, mark),
    weight: KIND_POINTS[mark.kind] * weigh(mark),
  }))
  const ids = await reportsSharing(trx, report.id, weighed, MOST_COMPARED)
  const suggestions: Suggestion[] = []
  for (const id of ids) {
    if (known.has(id)) continue
    const other = await getReport(trx, vault, opener, id)
    const likeness = other.key === 'locked' ? undefined : compareReports(report, other, weigh)
    if (likeness) suggestions.push({ ...shownOf(other), ...likeness })
  }
  suggestions.sort((a, b) => b.points - a.points)
  return { suggestions: suggestions.slice(0, MOST_SUGGESTED), decided, notCompared }
}

function shownOf({ id, receivedAt, danger, channel, report, caseCode }: ReportRow) {
  return { id, receivedAt: receivedAt.toISOString(), danger, channel, place: report.place, caseCode }
}

/** Marks what this session can open and nobody marked yet; how many it could not open. */
async function markWhatIsOpen({ trx, vault }: Store, opener: Opener, key: MarkKey): Promise<number> {
  let locked = 0
  for (const id of await unmarkedReports(trx, key.doorKeyId, MOST_MARKED)) {
    if (await markReport(trx, await getReport(trx, vault, opener, id), key)) continue
    locked++
  }
  return locked
}

/** Marks one report, so that later ones find it. False: it is locked. */
export async function markReport(
  trx: Transaction,
  report: Pick<ReportRow, 'id' | 'organisationId' | 'report' | 'key'>,
  key: MarkKey,
): Promise<boolean> {
  if (report.key === 'locked') return false
  await keepMarks(trx, report, key.doorKeyId, hashedMarks(key, report.report))
  return true
}
