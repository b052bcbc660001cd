import type { Actor } from './actor.ts'
import type { AccessModel } from './table.ts'

/** What of a table an actor may touch by one command: all rows, or those with one of these ties; none when there is no tie. */
export type Openings = {
  readonly all: boolean
  readonly ties: readonly ({ readonly sql: string } | { readonly column: string; readonly value: string })[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What the table opens by role and purpose, before one asks who it is. */
type Opened = { all: boolean; ties: ({ sql: string } | { column: string; whose: 'organisation' | 'id' })[] }

/** The access table never changes while we run: each part of it is looked up once. */
const known = new WeakMap<AccessModel, Map<string, Opened | undefined>>()

/** Undefined for a table that stands in no resource: it is none of the records (a query's own `with`), or closed anyway. */
export function openingsOf(
  model: AccessModel,
  actor: Actor,
  table: string,
  command: string,
): Openings | undefined {
  const parts = known.get(model) ?? new Map<string, Opened | undefined>()
  known.set(model, parts)
  const part = [table, command, actor.role, actor.purpose].join(' ')
  if (!parts.has(part)) parts.set(part, lookUp(model, actor, table, command))
  const opened = parts.get(part)
  if (opened === undefined) return undefined
  const ties = opened.ties.flatMap((tie): Openings['ties'] => {
    if ('sql' in tie) return [tie]
    const value = actor[tie.whose]
    return value !== null && uuid.test(value) ? [{ column: tie.column, value }] : []
  })
  return { all: opened.all, ties }
}

function lookUp(
  model: AccessModel,
  { role, purpose }: Pick<Actor, 'role' | 'purpose'>,
  table: string,
  command: string,
): Opened | undefined {
  const found = Object.entries(model.resources).filter(([, { tables }]) => table in tables)
  if (found.length === 0) return undefined
  const ties: Opened['ties'] = []
  for (const [resource, { tables }] of found) {
    for (const rule of model.rules) {
      if (rule.resource !== resource || rule.role !== role || !rule.actions.includes(command)) continue
      if (!rule.purposes.includes(purpose)) continue
      if (rule.ownership === 'any') return { all: true, ties: [] }
      const tie = tables[table]?.[rule.ownership]
      if (tie === undefined) continue
      if (typeof tie !== 'string') ties.push({ sql: tie.sql })
      else ties.push({ column: tie, whose: rule.ownership === 'organisation' ? 'organisation' : 'id' })
    }
  }
  return { all: false, ties }
}
