import type { Actor } from '#platform/access'
import { BadInput } from '#platform/errors'

/** The ids of those who work in an organisation and may sign in. */
export type Colleagues = (organisation: string) => Promise<readonly string[]>

/** Throws `BadInput`, naming the field, for an id that is no colleague's: what is nobody's task is done by nobody. */
export async function requireColleague(
  colleagues: Colleagues,
  actor: Actor,
  id: string | null | undefined,
  field: string,
): Promise<void> {
  if (id === null || id === undefined || id === actor.id) return
  const known = actor.organisation === null ? [] : await colleagues(actor.organisation)
  if (known.includes(id)) return
  throw new BadInput(`${field}: found the id of nobody who works here, expected a colleague's`, { field })
}
