import type { Transaction } from '#platform/db'
import { dangerOf, type ReportSummary } from '../report/report.ts'
import type { ReportRow } from '../report/report.store.ts'
import { demandsOn } from './protocol.ts'
import { responsibleFor } from './responsible.store.ts'

/** What stands beside a report at the desk. */
export type Beside = { responsible: ReadonlyMap<string, string>; answered: ReadonlySet<string> }

export async function readBeside(trx: Transaction, reportIds: readonly string[]): Promise<Beside> {
  if (reportIds.length === 0) return { responsible: new Map(), answered: new Set() }
  const answers = await trx
    .selectFrom('intake_message')
    .select('report_id')
    .where('sender', '=', 'team')
    .where('report_id', 'in', reportIds)
    .distinct()
    .execute()
  return {
    responsible: await responsibleFor(trx, reportIds),
    answered: new Set(answers.map((row) => row.report_id)),
  }
}

/** A report as the inbox shows it. */
export function summaryOf(row: ReportRow, { responsible, answered }: Beside): ReportSummary {
  const { report, id, channel, status, danger, language, receivedAt, answerBy, unread, caseCode } = row
  return {
    id,
    channel,
    status,
    danger,
    language,
    answerBy,
    unread,
    caseCode,
    because: dangerOf(report).because,
    child: report.child,
    receivedAt: receivedAt.toISOString(),
    place: report.place,
    contact: report.contact.wanted,
    locked: row.key === 'locked',
    responsible: responsible.get(id) ?? null,
    demands: demandsOn({ ...row, answered: answered.has(id) }),
  }
}
