import { record as keepLine } from '#platform/audit'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { listConsents } from '../consent/consent.store.ts'
import { insertGivenFile } from '../referrals/given-file.store.ts'
import { addEvent } from '../record/event.store.ts'
import { requireOrganisation } from '../record/case.store.ts'
import { listForHtcds } from './htcds.store.ts'
import type { HtcdsPlus } from './plus.ts'
import { onlyAgreed, type Recipient, recordOf } from './record-of.ts'
import type { HtcdsRecord } from './standard.ts'

/** Why a person is not in a file: each reason with how many. Never who. */
export type LeftOut = {
  /** Nobody agreed to this purpose. */
  noConsent: number
  /** There is a consent for the purpose, to somebody else. */
  otherRecipient: number
  /** There was one, and it was taken back or ran out. */
  ended: number
}

export type HtcdsExport = {
  rows: { record: HtcdsRecord; plus: HtcdsPlus }[]
  leftOut: LeftOut
  /** Rows without what would name the person, though they agreed to it: whoever exports is not assigned to the case. */
  withoutName: number
}

/**
 * Writes people under the standard for one purpose and one recipient: only those who agreed to just that, and of each
 * only the fields they agreed to. Each person's row leaves a line in their case and in the record. Throws
 * `cases.not-found` for a case that is not there.
 */
export async function exportHtcds(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  to: Recipient,
  { code, format, today }: { code?: string | undefined; format: string; today: string },
): Promise<HtcdsExport> {
  const organisationId = requireOrganisation(actor)
  const result: HtcdsExport = {
    rows: [],
    leftOut: { noConsent: 0, otherRecipient: 0, ended: 0 },
    withoutName: 0,
  }
  for (const { personId, caseId, isAssigned, held } of await listForHtcds(trx, vault, actor.id, code)) {
    const consents = (await listConsents(trx, vault, [personId], today)).filter(
      ({ purpose }) => purpose === to.purpose,
    )
    const theirs = consents.filter(({ recipient }) => sameName(recipient, to.recipient))
    const consent = theirs.find(({ state }) => state === 'in_force')
    if (!consent) {
      if (theirs.length > 0) result.leftOut.ended += 1
      else if (consents.length > 0) result.leftOut.otherRecipient += 1
      else result.leftOut.noConsent += 1
      continue
    }
    const agreed = consent.fields.filter((field) => isAssigned || !['name', 'contact', 'age'].includes(field))
    if (agreed.length < consent.fields.length) result.withoutName += 1
    result.rows.push(onlyAgreed(recordOf(held), agreed))
    const ofCase = { id: caseId, organisationId }
    await insertGivenFile(trx, actor, ofCase, {
      personId,
      consentId: consent.id,
      kind: 'htcds',
      fields: agreed,
    })
    await addEvent(trx, actor, ofCase, {
      kind: 'exported',
      facts: { format, purpose: to.purpose, consent: consent.id, fields: agreed, person: held.codeName },
    })
  }
  await keepLine(trx, actor, {
    action: 'case.export',
    resource: 'case',
    subject: code ?? null,
    why: `${format} for ${to.purpose}: ${result.rows.length} people`,
  })
  return result
}

/** Names of recipients are compared as people say them: without regard to case and spaces. */
const sameName = (a: string, b: string): boolean => fold(a) === fold(b)
const fold = (name: string): string => name.trim().replace(/\s+/g, ' ').toLocaleLowerCase('en')
