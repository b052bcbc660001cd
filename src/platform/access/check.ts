import type { Actor } from './actor.ts'
import type { AccessModel, Ownership } from './table.ts'

/** What the table says of an action, with the reason either way. */
export type Verdict =
  | { allowed: true; ownerships: readonly Ownership[]; because: readonly string[] }
  | { allowed: false; because: string }

/**
 * Whether this actor's role holds `action` on `resource` for the purpose it acts under. Which *rows* it may touch is
 * narrowed by `ownerships`, and in any case by row-level security.
 */
export function allows(model: AccessModel, actor: Actor, resource: string, action: string): Verdict {
  if (!(resource in model.resources))
    return { allowed: false, because: `there is no resource '${resource}' in the access table` }
  const ofRole = model.rules.filter(
    (rule) => rule.role === actor.role && rule.resource === resource && rule.actions.includes(action),
  )
  if (ofRole.length === 0) {
    return { allowed: false, because: `the role ${actor.role} has no '${action}' on '${resource}'` }
  }
  const rules = ofRole.filter((rule) => rule.purposes.includes(actor.purpose))
  if (rules.length === 0) {
    const purposes = [...new Set(ofRole.flatMap((rule) => rule.purposes))].join(', ')
    return {
      allowed: false,
      because: `'${action}' on '${resource}' is for the purpose of ${purposes}, not of ${actor.purpose}`,
    }
  }
  return {
    allowed: true,
    ownerships: rules.map((rule) => rule.ownership),
    because: rules.map((rule) => rule.because),
  }
}
