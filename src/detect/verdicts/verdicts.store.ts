import { sql, type GeneratedAlways } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce } from '#platform/jobs'
import type { StoredPattern } from '../patterns/patterns.store.ts'
import type { Seen } from './changes.ts'
import { expiryOf, type Verdict, type VerdictWord } from './verdict.ts'

declare module '#platform/db' {
  interface Tables {
    detect_verdict: {
      id: string
      position: GeneratedAlways<string>
      pattern: string
      organisation_id: string | null
      verdict: VerdictWord | 'taken_back'
      reason: string
      decided_by: string
      decided_at: Date
      expires_at: Date | null
      takes_back: string | null
      fingerprint: string
      size: number
      kinds: string[]
      seen: string
      run: string
    }
  }
}

/** A verdict with what its pattern looked like when it was given. */
export type GivenVerdict = Verdict & { seen: Seen }

type Decision = { pattern: StoredPattern; run: string; verdict: VerdictWord; reason: string; at: Date }

/**
 * Writes a verdict, its line in the record and, when it accepts, the event `detect.pattern-accepted` (pattern, run,
 * organisation, by): one transaction, so that no lead is opened without a decision behind it.
 */
export async function decidePattern(trx: Transaction, actor: Actor, decision: Decision): Promise<void> {
  const { pattern, run, verdict, reason, at } = decision
  await insert(trx, actor, {
    pattern: pattern.id,
    verdict,
    reason,
    decided_at: at,
    expires_at: expiryOf(verdict, at),
    takes_back: null,
    fingerprint: pattern.fingerprint,
    size: pattern.size,
    kinds: pattern.kinds,
    seen: JSON.stringify({ things: pattern.things, places: pattern.places } satisfies Seen),
    run,
  })
  if (verdict === 'accept')
    await announce(trx, 'detect.pattern-accepted', {
      pattern: pattern.id,
      run,
      organisation: actor.organisation,
      by: actor.id,
    })
}

/**
 * Takes a verdict back by a line of its own; what was there before counts again. Taking back an acceptance announces
 * `detect.acceptance-taken-back`. Throws `detect.verdict.not-found`, and `detect.verdict.conflict` when it is not the
 * newest that stands.
 */
export async function takeBack(
  trx: Transaction,
  actor: Actor,
  { id, pattern, reason, at }: { id: string; pattern: string; reason: string; at: Date },
): Promise<void> {
  const given = await verdictsOn(trx, pattern)
  const target = given.find((verdict) => verdict.id === id)
  if (target === undefined) throw new AsyliaError('detect.verdict.not-found', 'no such verdict')
  if (given.find(({ takenBack }) => takenBack === null)?.id !== id)
    throw new AsyliaError('detect.verdict.conflict', 'only the newest verdict that stands can be taken back')
  const row = await trx
    .selectFrom('detect_verdict')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await insert(trx, actor, {
    pattern,
    verdict: 'taken_back',
    reason,
    decided_at: at,
    expires_at: null,
    takes_back: id,
    fingerprint: row.fingerprint,
    size: row.size,
    kinds: row.kinds,
    seen: '{}',
    run: row.run,
  })
  if (target.verdict === 'accept')
    await announce(trx, 'detect.acceptance-taken-back', {
      pattern,
      organisation: actor.organisation,
      by: actor.id,
    })
}

async function insert(
  trx: Transaction,
  actor: Actor,
  row: Omit<Row, 'id' | 'position' | 'organisation_id' | 'decided_by' | 'seen'> & { seen: string },
): Promise<void> {
  await trx
    .insertInto('detect_verdict')
    .values({ id: newId(), organisation_id: actor.organisation, decided_by: actor.id, ...row })
    .execute()
  await record(trx, actor, {
    action: `pattern.${row.verdict}`,
    resource: 'pattern',
    subject: row.pattern,
    why: row.reason.slice(0, 500),
  })
}

/** The newest verdict the actor may see of each pattern that was not taken back. */
export async function newestVerdicts(trx: Transaction): Promise<Map<string, GivenVerdict>> {
  const rows = await trx
    .selectFrom('detect_verdict as given')
    .distinctOn('given.pattern')
    .selectAll('given')
    .where('given.verdict', '<>', 'taken_back')
    .where((its) =>
      its.not(
        its.exists(
          its
            .selectFrom('detect_verdict as later')
            .select('later.id')
            .whereRef('later.takes_back', '=', 'given.id'),
        ),
      ),
    )
    .orderBy('given.pattern')
    .orderBy('given.position', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.pattern, asVerdict(row, undefined)]))
}

/** All verdicts on one pattern, the newest first, those that were taken back among them. */
export async function verdictsOn(trx: Transaction, pattern: string): Promise<GivenVerdict[]> {
  const rows = await trx
    .selectFrom('detect_verdict')
    .selectAll()
    .where('pattern', '=', pattern)
    .orderBy('position', 'desc')
    .execute()
  const backs = new Map(rows.flatMap((row) => (row.takes_back === null ? [] : [[row.takes_back, row]])))
  return rows
    .filter(({ verdict }) => verdict !== 'taken_back')
    .map((row) => asVerdict(row, backs.get(row.id)))
}

/** How many verdicts were given today (UTC) and stand: what the budget of reviewers has left. */
export async function decidedToday(trx: Transaction, at: Date): Promise<number> {
  const row = await trx
    .selectFrom('detect_verdict')
    .select(sql<string>`count(*) filter (where verdict <> 'taken_back') - count(takes_back)`.as('n'))
    .where(
      'decided_at',
      '>=',
      sql<Date>`date_trunc('day', ${at}::timestamptz at time zone 'utc') at time zone 'utc'`,
    )
    .executeTakeFirst()
  return Math.max(0, Number(row?.n ?? 0))
}

/** How often patterns with just these kinds of evidence were accepted, of those that were decided either way. */
export type Experience = ReadonlyMap<string, { accepted: number; decided: number }>

export const kindsKey = (kinds: readonly string[]): string => kinds.toSorted().join(' ')

/** What the verdicts that stand teach about kinds of evidence; nothing else of a pattern is looked at. */
export function experienceOf(given: Iterable<Verdict>): Experience {
  const found = new Map<string, { accepted: number; decided: number }>()
  for (const { verdict, kinds } of given) {
    if (verdict === 'not_enough') continue
    const key = kindsKey(kinds)
    const own = found.get(key) ?? { accepted: 0, decided: 0 }
    own.decided++
    if (verdict === 'accept') own.accepted++
    found.set(key, own)
  }
  return found
}

type Row = {
  id: string
  position: string
  pattern: string
  organisation_id: string | null
  verdict: VerdictWord | 'taken_back'
  reason: string
  decided_by: string
  decided_at: Date
  expires_at: Date | null
  takes_back: string | null
  fingerprint: string
  size: number
  kinds: string[]
  seen: string
  run: string
}

function asVerdict(row: Row, back: Row | undefined): GivenVerdict {
  const { id, pattern, reason, fingerprint, size, kinds } = row
  // The column is jsonb: the driver hands back what it parsed. Verdicts of before verdicts had a life saw nothing.
  const seen = row.seen as unknown as Partial<Seen>
  return {
    id,
    pattern,
    verdict: row.verdict as VerdictWord,
    reason,
    fingerprint,
    size,
    kinds,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at.toISOString(),
    expiresAt: (row.expires_at ?? row.decided_at).toISOString(),
    takenBack:
      back === undefined
        ? null
        : { by: back.decided_by, at: back.decided_at.toISOString(), reason: back.reason },
    seen: { things: seen.things ?? [], places: seen.places ?? [] },
  }
}
