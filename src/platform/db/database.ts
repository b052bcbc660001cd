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
  /** Throws PostgreSQL's 42501 unless the database's own copy of the access table gives the actor this right. */
  demand(actor: Actor, resource: string, action: string): Promise<void>
  /** The pool without an actor: sees no row that a policy protects. For liveness checks only. */
  readonly kysely: Kysely<Tables>
  close(): Promise<void>
}
