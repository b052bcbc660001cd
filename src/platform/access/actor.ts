/**
 * Who acts, in what role, for which organisation, and for what purpose: the four things every access rule asks.
 * `db.as(actor, …)` hands them to PostgreSQL, where row-level security decides.
 */
export type Actor = {
  /** The user's id; for a reporter the report's id; for the system the task's name. */
  readonly id: string
  /** A role of the access table (`#model`, `accessTable`). */
  readonly role: string
  readonly organisation: string | null
  /** A purpose of the access table: rows may be visible for one purpose and not for another. */
  readonly purpose: string
  /** Whose secrets they keep (`psychologist`), where their account says so: privileged notes stay within it. */
  readonly profession?: string | undefined
}

/** The part of the system that acts by itself (a worker, a migration, the demo's loader). */
export function systemActor(task: string): Actor {
  return { id: task, role: 'system', organisation: null, purpose: 'operation' }
}
