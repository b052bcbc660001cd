import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import type { ContentKey, Opener } from '../sealing/content-keys.ts'
import { openUnder } from '../sealing/envelope.ts'
import { Report, SEALED_IN_BROWSER, withWords } from './report.ts'
import { BODY, MESSAGE, seal, type Store, unseal } from './sealed-content.ts'

/** Before a message that a browser sealed: a character that no form lets through. */
export const SEALED_MARK = '\u0001'

type StoredMessage = { id: string; body: Buffer }

/** A report with the words that a browser sealed and that this opener opens. */
export async function openReportWords(opener: Opener, report: Report) {
  let opened = report
  const sealed = { ...report.sealed }
  for (const path of SEALED_IN_BROWSER) {
    const words = sealed[path] === undefined ? null : await opener.openWords(sealed[path])
    if (words === null) continue
    opened = withWords(opened, path, words)
    delete sealed[path]
  }
  return { report: { ...opened, sealed }, hasNewWords: opened !== report }
}

/** A message's text; words that a browser sealed, and that this opener opens, are kept as the report's own from now on. */
export async function openMessage(
  store: Store,
  opener: Opener,
  { id: reportId, key }: { id: string; key: ContentKey },
  row: StoredMessage,
): Promise<string> {
  const text = (await unseal(store, reportId, row.body, { key, about: MESSAGE })) ?? ''
  return (await keepWords(store, opener, { id: reportId, key }, { ...row, text })) ?? text
}

/** What a browser sealed in a message, opened and kept; null: it is no such message, or stays closed to this opener. */
async function keepWords(
  { trx, vault }: Store,
  opener: Opener,
  { id: reportId, key }: { id: string; key: ContentKey },
  message: { id: string; text: string },
): Promise<string | null> {
  if (!message.text.startsWith(SEALED_MARK)) return null
  const words = await opener.openWords(message.text.slice(SEALED_MARK.length))
  if (words === null) return null
  const body = await seal({ trx, vault }, reportId, words, { key, about: MESSAGE })
  await trx.updateTable('intake_message').set({ body }).where('id', '=', message.id).execute()
  return words
}

/**
 * Opens what browsers sealed in these reports and their talks, without reading it for anybody: before a door key goes. All are
 * fetched together, as most hold no such words. `keys` has the content key of each report.
 */
export async function openBrowserWords(
  trx: Transaction,
  vault: Vault,
  opener: Opener,
  keys: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const ids = [...keys.keys()]
  const readers = await vault.readers(trx, ids)
  const textOf = (id: string, sealed: Buffer, about: string) =>
    openUnder(keys.get(id)!, Buffer.from(readers.get(id)!(sealed, about), 'base64'), about).toString('utf8')

  const reports = await trx
    .selectFrom('intake_report')
    .select(['id', 'body'])
    .where('id', 'in', ids)
    .execute()
  for (const { id, body } of reports) {
    const { report, hasNewWords } = await openReportWords(
      opener,
      Report.parse(JSON.parse(textOf(id, body, BODY))),
    )
    if (!hasNewWords) continue
    const kept = await seal({ trx, vault }, id, JSON.stringify(report), { key: keys.get(id)!, about: BODY })
    await trx.updateTable('intake_report').set({ body: kept }).where('id', '=', id).execute()
  }
  const messages = await trx
    .selectFrom('intake_message')
    .select(['id', 'report_id', 'body'])
    .where('report_id', 'in', ids)
    .where('sender', '=', 'reporter')
    .execute()
  for (const { id, report_id: reportId, body } of messages) {
    const text = textOf(reportId, body, MESSAGE)
    await keepWords({ trx, vault }, opener, { id: reportId, key: keys.get(reportId)! }, { id, text })
  }
}
