import { type Generated, type Selectable, sql } from 'kysely'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce } from '#platform/jobs'
import { addDays } from '../counts/weeks.ts'
import type { Warning } from './warnings.ts'

type LifeTable = {
  warning_id: string
  kind: 'rise' | 'arrival'
  layer: Generated<string>
  cell: string
  pattern: Generated<string>
  opened_at: Generated<Date>
  warned_on: string
  last_week: string
  expires_on: string
  due_on: string
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
    places_warning_same: { warning_id: string; life_id: string }
  }
}

/** Days after which somebody should have said what a warning is. */
const DUE_DAYS = 7
/** A rise that stops for less than this goes on; `findRises` joins weeks by the same number. */
const JOIN_DAYS = 28

/** What a warning turned out to be: something real, more reporting of the same, or a mistake in the data. */
export const warningVerdicts = ['true', 'awareness', 'data-error'] as const
export type WarningVerdict = (typeof warningVerdicts)[number]

export type WarningLife = {
  id: string
  /** `expired`: nobody decided before the day it lost its meaning. */
  state: 'new' | 'acknowledged' | 'decided' | 'expired'
  owner: string | null
  /** By when somebody should have said what it is. */
  dueOn: string
  /** Nobody has, and that day is over. */
  overdue: boolean
  acknowledgedAt: string | null
  verdict: WarningVerdict | null
  verdictBy: string | null
  verdictAt: string | null
  note: string
}

type Opened = Pick<
  Warning,
  'id' | 'kind' | 'layer' | 'cell' | 'pattern' | 'warnedOn' | 'firstWeek' | 'lastWeek' | 'expiresOn'
>

/**
 * Opens a life for each warning that has none; one that goes on keeps its owner and gets the later expiry. One cause is
 * one life: a warning whose run looked back less far, and so dates it later, is the same as the one before. Returns how
 * many lives are new; they are announced as `places.warnings-opened`.
 */
export async function openLives(trx: Transaction, warnings: readonly Opened[]): Promise<number> {
  // Two that judge at once (a server's watch beside a command) take turns, so that the second finds what the first opened.
  await sql`select pg_advisory_xact_lock(7303001)`.execute(trx)
  const known = await livesOf(trx, [...new Set(warnings.map(({ cell }) => cell))])
  let opened = 0
  for (const warning of warnings) {
    const own = known.get(placeKey(warning)) ?? []
    const before = own.find((life) => life.id === warning.id) ?? own.find((life) => goesOn(life, warning))
    if (before) {
      await goOn(trx, before.id, warning)
      before.lastWeek = later(before.lastWeek, warning.lastWeek)
      continue
    }
    await trx
      .insertInto('places_warning_life')
      .values({
        warning_id: warning.id,
        kind: warning.kind,
        layer: warning.layer,
        cell: warning.cell,
        pattern: warning.pattern,
        warned_on: warning.warnedOn,
        last_week: warning.lastWeek,
        expires_on: warning.expiresOn,
        due_on: addDays(warning.warnedOn, DUE_DAYS),
      })
      .execute()
    own.push({ id: warning.id, warnedOn: warning.warnedOn, lastWeek: warning.lastWeek })
    known.set(placeKey(warning), own)
    opened++
  }
  if (opened > 0) await announce(trx, 'places.warnings-opened', { count: opened })
  return opened
}

type KnownLife = { id: string; warnedOn: string; lastWeek: string }

const later = (a: string, b: string): string => (a > b ? a : b)

const placeKey = (of: { kind: string; layer: string; cell: string; pattern: string }): string =>
  // A pattern arrives in an area once; a rise is one of what was counted.
  of.kind === 'arrival' ? `arrival ${of.cell} ${of.pattern}` : `rise ${of.cell} ${of.layer}`

function goesOn(life: KnownLife, warning: Opened): boolean {
  if (warning.kind === 'arrival') return true
  return (
    life.lastWeek >= addDays(warning.firstWeek, -JOIN_DAYS) && life.warnedOn <= addDays(warning.lastWeek, 6)
  )
}

async function livesOf(trx: Transaction, cells: readonly string[]): Promise<Map<string, KnownLife[]>> {
  const lives = new Map<string, KnownLife[]>()
  if (cells.length === 0) return lives
  const rows = await trx
    .selectFrom('places_warning_life')
    .select(['warning_id', 'kind', 'layer', 'cell', 'pattern', 'warned_on', 'last_week'])
    .where('cell', 'in', [...cells])
    .orderBy('warned_on', 'desc')
    .execute()
  for (const row of rows) {
    const life = { id: row.warning_id, warnedOn: String(row.warned_on), lastWeek: String(row.last_week) }
    const own = lives.get(placeKey(row))
    if (own) own.push(life)
    else lives.set(placeKey(row), [life])
  }
  return lives
}

async function goOn(trx: Transaction, life: string, warning: Opened): Promise<void> {
  await trx
    .updateTable('places_warning_life')
    .set((eb) => ({
      expires_on: eb.fn<string>('greatest', ['expires_on', eb.val(warning.expiresOn)]),
      last_week: eb.fn<string>('greatest', ['last_week', eb.val(warning.lastWeek)]),
    }))
    .where('warning_id', '=', life)
    .execute()
  if (life === warning.id) return
  await trx
    .insertInto('places_warning_same')
    .values({ warning_id: warning.id, life_id: life })
    .onConflict((conflict) => conflict.column('warning_id').doNothing())
    .execute()
}

/** The lives of these warnings, by id; a warning nobody opened a life for is absent. */
export async function listLives(
  trx: Transaction,
  ids: readonly string[],
  today: string,
): Promise<Map<string, WarningLife>> {
  if (ids.length === 0) return new Map()
  const same = await trx
    .selectFrom('places_warning_same')
    .selectAll()
    .where('warning_id', 'in', [...ids])
    .execute()
  const lifeId = new Map(same.map(({ warning_id: id, life_id: life }) => [id, life]))
  const rows = await trx
    .selectFrom('places_warning_life')
    .selectAll()
    .where('warning_id', 'in', [...new Set(ids.map((id) => lifeId.get(id) ?? id))])
    .execute()
  const lives = new Map(rows.map((row) => [row.warning_id, lifeOf(row, today)]))
  return new Map(
    ids.flatMap((id) => {
      const life = lives.get(lifeId.get(id) ?? id)
      return life ? [[id, life] as const] : []
    }),
  )
}

/** The warning under which a life is kept: the one that was given, or the earlier one it goes on from. */
async function lifeIdOf(trx: Transaction, id: string): Promise<string> {
  const same = await trx
    .selectFrom('places_warning_same')
    .select('life_id')
    .where('warning_id', '=', id)
    .executeTakeFirst()
  return same?.life_id ?? id
}

/** Takes a warning up: its owner answers for it from now on. A decided one stays decided. */
export async function acknowledge(trx: Transaction, actor: Actor, warning: string): Promise<void> {
  const id = await lifeIdOf(trx, warning)
  const updated = await trx
    .updateTable('places_warning_life')
    .set({ owner_id: actor.id, acknowledged_at: new Date() })
    .where('warning_id', '=', id)
    .where('verdict', 'is', null)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw await whyNot(trx, id)
}

/** Hands a warning to somebody, or sets by when it should be decided. A decided one stays as it is. */
export async function entrust(
  trx: Transaction,
  warning: string,
  change: { owner?: string | undefined; dueOn?: string | undefined },
): Promise<void> {
  const id = await lifeIdOf(trx, warning)
  const updated = await trx
    .updateTable('places_warning_life')
    .set({
      ...(change.owner !== undefined && { owner_id: change.owner, acknowledged_at: new Date() }),
      ...(change.dueOn !== undefined && { due_on: change.dueOn }),
    })
    .where('warning_id', '=', id)
    .where('verdict', 'is', null)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw await whyNot(trx, id)
}

/** Says what a warning turned out to be. `true` is announced as `places.warning-confirmed` in the same transaction. */
export async function decide(
  trx: Transaction,
  actor: Actor,
  warning: string,
  decision: { verdict: WarningVerdict; note: string },
): Promise<void> {
  const id = await lifeIdOf(trx, warning)
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
    dueOn: String(row.due_on),
    overdue: row.verdict === null && !expired && String(row.due_on) < today,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    verdict: row.verdict,
    verdictBy: row.verdict_by,
    verdictAt: row.verdict_at?.toISOString() ?? null,
    note: row.note,
  }
}
