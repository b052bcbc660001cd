import { createHash, createHmac } from 'node:crypto'
import { systemActor } from '#platform/access'
import { headBefore } from '#platform/audit'
import { type IntakeServices, toTheHour } from '../report/file-report.ts'
import type { Report } from '../report/report.ts'
import { keyOfCode } from '../sealing/envelope.ts'
import { type Receipt, receiptKey, signReceipt } from './receipt.ts'

const READER = systemActor('intake.receipt')

/** A receipt for what was just filed, made while its code is still at hand. */
export async function giveReceipt(
  services: IntakeServices,
  filed: { id: string; code: string; report: Report },
): Promise<Receipt> {
  const hour = toTheHour(services.now())
  // A head signed within this hour would tell its minute.
  const head = await headOf(services, hour)
  return signReceipt(receiptKey(services.keyring), {
    hour: hour.toISOString(),
    content: contentHash(filed),
    log: head ? { size: head.size, root: head.root.toString('hex') } : null,
  })
}

type Head = Awaited<ReturnType<typeof headBefore>>

const heads = new WeakMap<IntakeServices['db'], { hour: number; head: Promise<Head> }>()

/** The newest head of before the hour: the same one for all who file within it, so it is asked for once. */
function headOf({ db }: IntakeServices, hour: Date): Promise<Head> {
  const known = heads.get(db)
  if (known?.hour === hour.getTime()) return known.head
  const head = db.as(READER, (trx) => headBefore(trx, hour))
  heads.set(db, { hour: hour.getTime(), head })
  head.catch(() => heads.delete(db))
  return head
}

/** What a receipt says of a content: reproducible by whoever has the code, and by nobody else. */
export function contentHash({ id, code, report }: { id: string; code: string; report: Report }): string {
  const secret = createHmac('sha256', keyOfCode(code, id)).update('asylia receipt content v1').digest()
  return createHash('sha256').update(secret).update(JSON.stringify(report)).digest('hex')
}
