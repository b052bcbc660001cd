import type { PlainDate } from '#model'
import { type Actor, systemActor } from '#platform/access'
import type { Database } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { erase, type Erasable, findProposal, forgetFiles, propose } from './erase.store.ts'
import { keepErasureLog } from './erasure-log.ts'
import { listDue, listDueReports } from './retention.store.ts'
import { readSchedule, type Schedule } from './schedule.ts'

const KEEPER = systemActor('cases.keep-retention')

export type RetentionKeeper = {
  db: Database
  /** Where the log of erasures lies: a restore applies it to an older backup. */
  dataFolder: string
  today: () => PlainDate
  deleteFiles: (blobs: readonly string[]) => Promise<void>
  /** Whether the operator says that what is due goes without a person's asking; otherwise it is proposed. */
  eraseDue: boolean
  schedule?: Schedule
}

export type Kept = { proposed: number; erased: number; files: number }

/** Proposes what the schedule says is due, and erases it where the operator says so. Run as often as one likes. */
export async function keepRetentionOnce(keeper: RetentionKeeper): Promise<Kept> {
  const { db, today, eraseDue, deleteFiles, dataFolder, schedule = readSchedule() } = keeper
  const due = await db.as(KEEPER, async (trx): Promise<Erasable[]> => [
    ...(await listDue(trx, schedule, today())).map((found) => ({ kind: 'case' as const, ...found })),
    ...(await listDueReports(trx, schedule, today())).map((found) => ({ kind: 'report' as const, ...found })),
  ])
  const kept: Kept = { proposed: 0, erased: 0, files: 0 }
  for (const found of due) {
    const proposed = await db.as(KEEPER, async (trx) => {
      if ((await findProposal(trx, found)) !== undefined) return false
      await propose(trx, KEEPER.id, found, 'retention_ended')
      return true
    })
    if (proposed) kept.proposed += 1
    if (eraseDue && (await eraseAsSystem(db, found))) kept.erased += 1
  }
  kept.files = await forgetFiles(db, KEEPER, deleteFiles)
  await keepErasureLog(db, dataFolder)
  return kept
}

/** Not where a hold was set meanwhile. */
async function eraseAsSystem(db: Database, found: Erasable): Promise<boolean> {
  const actor: Actor = { ...KEEPER, organisation: found.organisationId }
  try {
    await db.as(actor, (trx) => erase(trx, actor, found, 'retention_ended'))
    return true
  } catch (error) {
    if (error instanceof AsyliaError && error.code === 'cases.hold.refused') return false
    throw error
  }
}

/** Looks now and every hour; the answer stops it. */
export function keepRetention(
  keeper: RetentionKeeper,
  onFault: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const look = (): void => {
    running = running.then(() => keepRetentionOnce(keeper)).catch(onFault)
  }
  look()
  const timer = setInterval(look, 3_600_000).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
