import type { Actor } from './actor.ts'
import type { AccessModel } from './table.ts'

/** What of a table an actor may touch by one command: all rows, or those with one of these ties; none when there is no tie. */
export type Openings = {
  readonly all: boolean
  readonly ties: readonly ({ readonly sql: string } | { readonly column: string; readonly value: string })[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Undefined for a table that stands in no resource: it is none of the records (a query's own `with`), or closed anyway. */
export function openingsOf(
  model: AccessModel,
  actor: Actor,
  table: string,
  command: string,
): Openings | undefined {
  const found = Object.entries(model.resources).filter(([, { tables }]) => table in tables)
  if (found.length === 0) return undefined
  const ties: Openings['ties'][number][] = []
  for (const [resource, { tables }] of found) {
    for (const rule of model.rules) {
      if (rule.resource !== resource || rule.role !== actor.role || !rule.actions.includes(command)) continue
      if (!rule.purposes.includes(actor.purpose)) continue
      if (rule.ownership === 'any') return { all: true, ties: [] }
      const tie = tables[table]?.[rule.ownership]
      if (tie === undefined) continue
      if (typeof tie !== 'string') ties.push({ sql: tie.sql })
      else {
        const value = rule.ownership === 'organisation' ? actor.organisation : actor.id
        if (value !== null && uuid.test(value)) ties.push({ column: tie, value })
      }
    }
  }
  return { all: false, ties }
}
