import { sql } from 'kysely'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'

/** What moved of the reports, and how the keys stand after it. */
export type ReportsHandedOver = {
  reports: number
  /** Reports the successor may not see: they are nobody's in particular now. */
  stays: number
  /** The one who left could open sealed reports: a new door key must be made. */
  heldKeys: boolean
  /** The successor can open sealed reports; else a recipient must admit them. */
  successorOpens: boolean
}

/**
 * Gives a colleague's reports to another, takes their key for sealed reports, locks their account and ends their sessions:
 * within the caller's transaction, as an administrator. Throws `intake.recipient.last.refused` while nobody else could open
 * what is sealed, and `intake.not-found` for
 * somebody who does not work here, `intake.hand-over.refused` for a successor who cannot take it.
 */
export async function handOverReports(
  trx: Transaction,
  leaver: string,
  successor: string,
): Promise<ReportsHandedOver> {
  const { rows } = await sql<{
    reports: number
    stays: number
    held_keys: boolean
    other_recipients: number
    successor_opens: boolean
  }>`select * from intake_hand_over(${leaver}, ${successor})`
    .execute(trx)
    .catch((error: { code?: string }) => {
      if (error.code === 'P0002') throw new AsyliaError('intake.not-found', 'no such colleague')
      if (error.code === '23514')
        throw new AsyliaError(
          'intake.hand-over.refused',
          'expected another colleague, not locked, who answers reports or works on cases',
        )
      throw error
    })
  const moved = rows[0]!
  if (moved.held_keys && Number(moved.other_recipients) === 0)
    throw new AsyliaError(
      'intake.recipient.last.refused',
      'nobody else could open what is sealed: let them admit a colleague first',
    )
  return {
    reports: Number(moved.reports),
    stays: Number(moved.stays),
    heldKeys: moved.held_keys,
    successorOpens: moved.successor_opens,
  }
}

/** How many open reports somebody sees to, and whether they can open sealed ones. Throws `intake.not-found`. */
export async function reportsHeldBy(
  trx: Transaction,
  userId: string,
): Promise<{ reports: number; isRecipient: boolean }> {
  const { rows } = await sql<{
    reports: number
    is_recipient: boolean
  }>`select * from intake_held_by(${userId})`.execute(trx)
  if (!rows[0]) throw new AsyliaError('intake.not-found', 'no such colleague')
  return { reports: Number(rows[0].reports), isRecipient: rows[0].is_recipient }
}
