import { sql, type Generated } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Transaction } from '#platform/db'
import { announce } from '#platform/jobs'
import type { StoredPattern } from '../patterns/patterns.store.ts'
import type { Verdict, VerdictWord } from './verdict.ts'

declare module '#platform/db' {
  interface Tables {
    detect_verdict: {
      id: string
      pattern: string
      organisation_id: string | null
      verdict: VerdictWord
      reason: string
      decided_by: string
      decided_at: Generated<Date>
      fingerprint: string
      size: number
      kinds: string[]
      run: string
    }
  }
}

/**
 * Writes a verdict, its line in the record and, when it accepts, the event `detect.pattern-accepted` (pattern, run,
 * organisation, by): one transaction, so that no lead is opened without a decision behind it.
 */
export async function decidePattern(
  trx: Transaction,
  actor: Actor,
  decision: { pattern: StoredPattern; run: string; verdict: VerdictWord; reason: string },
): Promise<void> {
  const { pattern, run, verdict, reason } = decision
  await trx
    .insertInto('detect_verdict')
    .values({
      id: newId(),
      pattern: pattern.id,
      organisation_id: actor.organisation,
      verdict,
      reason,
      decided_by: actor.id,
      fingerprint: pattern.fingerprint,
      size: pattern.size,
      kinds: pattern.kinds,
      run,
    })
    .execute()
  await record(trx, actor, {
    action: `pattern.${verdict}`,
    resource: 'pattern',
    subject: pattern.id,
    why: reason.slice(0, 500),
  })
  if (verdict === 'accept')
    await announce(trx, 'detect.pattern-accepted', {
      pattern: pattern.id,
      run,
      organisation: actor.organisation,
      by: actor.id,
    })
}

/** The newest verdict the actor may see of each pattern. */
export async function newestVerdicts(trx: Transaction): Promise<Map<string, Verdict>> {
  const rows = await trx
    .selectFrom('detect_verdict')
    .distinctOn('pattern')
    .selectAll()
    .orderBy('pattern')
    .orderBy('decided_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.pattern, asVerdict(row)]))
}

/** All verdicts on one pattern, the newest first. */
export async function verdictsOn(trx: Transaction, pattern: string): Promise<Verdict[]> {
  const rows = await trx
    .selectFrom('detect_verdict')
    .selectAll()
    .where('pattern', '=', pattern)
    .orderBy('decided_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(asVerdict)
}

/** How many verdicts were given today (UTC): what the budget of reviewers has left. */
export async function decidedToday(trx: Transaction): Promise<number> {
  const row = await trx
    .selectFrom('detect_verdict')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('decided_at', '>=', sql<Date>`date_trunc('day', now() at time zone 'utc') at time zone 'utc'`)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

type Row = Omit<Verdict, 'decidedBy' | 'decidedAt'> & { decided_by: string; decided_at: Date }

function asVerdict(row: Row): Verdict {
  const { pattern, verdict, reason, fingerprint, size, kinds } = row
  return {
    pattern,
    verdict,
    reason,
    fingerprint,
    size,
    kinds,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at.toISOString(),
  }
}
