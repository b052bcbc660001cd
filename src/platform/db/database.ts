import type { Kysely, Transaction as KyselyTransaction } from 'kysely'
import type { Actor } from '#platform/access'

/**
 * Every table of the records store. Each slice adds its own beside its SQL:
 * `declare module '#platform/db' { interface Tables { cases_case: CaseTable } }`, so that deleting a slice's
 * folder deletes its tables from the types too.
 */
// oxlint-disable-next-line typescript/no-empty-interface -- slices augment it
export interface Tables {}

export type Transaction = KyselyTransaction<Tables>

/** The records: one door to PostgreSQL, embedded or a server, always as a role that owns nothing. */
export interface Database {
  readonly engine: 'embedded' | 'server'
  /**
   * Runs `work` in one transaction as this actor: row-level security sees who, in what role, for which
   * organisation and purpose. Serialisation failures are tried again; anything else rolls back and is thrown.
   */
  as<T>(actor: Actor, work: (trx: Transaction) => Promise<T>): Promise<T>
  /** Whether this resource has rows, and so policies; `access_demand` guards the others. */
  guards(resource: string): boolean
  /** The pool without an actor: sees no row that a policy protects. For liveness checks only. */
  readonly kysely: Kysely<Tables>
  close(): Promise<void>
}
