import type { Generated, Selectable } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce } from '#platform/jobs'

type LifeTable = {
  warning_id: string
  kind: 'rise' | 'arrival'
  cell: string
  pattern: Generated<string>
  opened_at: Generated<Date>
  warned_on: string
  expires_on: string
  owner_id: string | null
  acknowledged_at: Date | null
  verdict: WarningVerdict | null
  verdict_by: string | null
  verdict_at: Date | null
  note: Generated<string>
}

declare module '#platform/db' {
  interface Tables {
    places_warning_life: LifeTable
  }
}

/** What a warning turned out to be: something real, more reporting of the same, or a mistake in the data. */
export const warningVerdicts = ['true', 'awareness', 'data-error'] as const
export type WarningVerdict = (typeof warningVerdicts)[number]

export type WarningLife = {
  id: string
  /** `expired`: nobody decided before the day it lost its meaning. */
  state: 'new' | 'acknowledged' | 'decided' | 'expired'
  owner: string | null
  acknowledgedAt: string | null
  verdict: WarningVerdict | null
  verdictBy: string | null
  verdictAt: string | null
  note: string
}

/** Opens a life for each warning that has none; one that goes on keeps its owner and gets the later expiry. */
export async function openLives(
  trx: Transaction,
  warnings: readonly {
    id: string
    kind: 'rise' | 'arrival'
    cell: string
    pattern: string
    warnedOn: string
    expiresOn: string
  }[],
): Promise<void> {
  for (let from = 0; from < warnings.length; from += 1000) {
    await trx
      .insertInto('places_warning_life')
      .values(
        warnings.slice(from, from + 1000).map((warning) => ({
          warning_id: warning.id,
          kind: warning.kind,
          cell: warning.cell,
          pattern: warning.pattern,
          warned_on: warning.warnedOn,
          expires_on: warning.expiresOn,
        })),
      )
      .onConflict((conflict) =>
        conflict.column('warning_id').doUpdateSet((eb) => ({ expires_on: eb.ref('excluded.expires_on') })),
      )
      .execute()
  }
}

/** The lives of these warnings, by id; a warning nobody opened a life for is absent. */
export async function listLives(
  trx: Transaction,
  ids: readonly string[],
  today: string,
): Promise<Map<string, WarningLife>> {
  if (ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('places_warning_life')
    .selectAll()
    .where('warning_id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.warning_id, lifeOf(row, today)]))
}

/** Takes a warning up: its owner answers for it from now on. A decided one stays decided. */
export async function acknowledge(trx: Transaction, actor: Actor, id: string): Promise<void> {
  const updated = await trx
    .updateTable('places_warning_life')
    .set({ owner_id: actor.id, acknowledged_at: new Date() })
    .where('warning_id', '=', id)
    .where('verdict', 'is', null)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw await whyNot(trx, id)
}

/** Says what a warning turned out to be. `true` is announced as `places.warning-confirmed` in the same transaction. */
export async function decide(
  trx: Transaction,
  actor: Actor,
  id: string,
  decision: { verdict: WarningVerdict; note: string },
): Promise<void> {
  const now = new Date()
  const row = await trx
    .updateTable('places_warning_life')
    .set((eb) => ({
      verdict: decision.verdict,
      verdict_by: actor.id,
      verdict_at: now,
      note: decision.note,
      owner_id: eb.fn.coalesce('owner_id', eb.val(actor.id)),
      acknowledged_at: eb.fn.coalesce('acknowledged_at', eb.val(now)),
    }))
    .where('warning_id', '=', id)
    .where('verdict', 'is', null)
    .returning(['kind', 'cell', 'pattern'])
    .executeTakeFirst()
  if (!row) throw await whyNot(trx, id)
  if (decision.verdict === 'true') {
    await announce(trx, 'places.warning-confirmed', {
      warning: id,
      kind: row.kind,
      cell: row.cell,
      pattern: row.pattern,
      organisation: actor.organisation,
    })
  }
}

async function whyNot(trx: Transaction, id: string): Promise<AsyliaError> {
  const row = await trx
    .selectFrom('places_warning_life')
    .select('verdict')
    .where('warning_id', '=', id)
    .executeTakeFirst()
  return row
    ? new AsyliaError('places.warning.conflict', `the warning ${id} was decided before: ${row.verdict}`, {
        id,
      })
    : new AsyliaError('places.warning.not-found', `there is no warning ${id}`, { id })
}

function lifeOf(row: Selectable<LifeTable>, today: string): WarningLife {
  const expired = String(row.expires_on) < today
  return {
    id: row.warning_id,
    state: row.verdict ? 'decided' : expired ? 'expired' : row.acknowledged_at ? 'acknowledged' : 'new',
    owner: row.owner_id,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    verdict: row.verdict,
    verdictBy: row.verdict_by,
    verdictAt: row.verdict_at?.toISOString() ?? null,
    note: row.note,
  }
}
