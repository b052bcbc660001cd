import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { type ContentKey, locked } from '../sealing/content-keys.ts'
import { openUnder, sealUnder } from '../sealing/envelope.ts'

/** What a sealed text is: the columns of what was told, and of the talk about it. */
export const BODY = 'intake_report.body'
export const MESSAGE = 'intake_message.body'

export type Store = { trx: Transaction; vault: Vault }

/** `about` names the column: a text moved elsewhere does not open. */
type How = { key: ContentKey; about: string }

/**
 * A text under its report's content key, where there is one, and then under its subject's key, which erasing destroys.
 * Throws `intake.locked` for who cannot open the report: they cannot add to it either.
 */
export async function seal(
  { trx, vault }: Store,
  reportId: string,
  text: string,
  { key, about }: How,
): Promise<Buffer> {
  return vault.seal(trx, reportId, innerOf(text, { key, about }), about)
}

/** The same for a report that is just being made, with the row that keeps its subject's key. */
export function sealNew(vault: Vault, reportId: string, text: string, how: How) {
  return vault.sealNew(reportId, innerOf(text, how), how.about)
}

function innerOf(text: string, { key, about }: How): string {
  if (key === 'locked') throw locked()
  return key === 'none' ? text : sealUnder(key, Buffer.from(text), about).toString('base64')
}

/** The text, or null where it is locked. */
export async function unseal(
  { trx, vault }: Store,
  reportId: string,
  sealed: Buffer,
  { key, about }: How,
): Promise<string | null> {
  if (key === 'locked') return null
  const inner = await vault.open(trx, reportId, sealed, about)
  return key === 'none' ? inner : openUnder(key, Buffer.from(inner, 'base64'), about).toString('utf8')
}
