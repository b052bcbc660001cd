import { record as keepLine } from '#platform/audit'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { listConsents } from '../consent/consent.store.ts'
import { insertGivenFile } from '../referrals/given-file.store.ts'
import { addEvent } from '../record/event.store.ts'
import { requireOrganisation } from '../record/case.store.ts'
import { countForHtcds, type HtcdsPerson, listForHtcds } from './htcds.store.ts'
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

/** A person who agreed to just this purpose and recipient, with what of them may leave. */
export type Agreed = HtcdsPerson & { consentId: string; fields: string[]; withoutName: boolean }

type Asked = { code?: string | undefined; today: string }

/**
 * Who would be in a file for one purpose and one recipient, and why the others would not; nothing leaves by it. Throws
 * `cases.not-found` for a case that is not there.
 */
export async function whoAgreed(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  to: Recipient,
  { code, today }: Asked,
): Promise<{ people: Agreed[]; leftOut: LeftOut }> {
  const everyone = await countForHtcds(trx, code)
  const asked = await listForHtcds(trx, vault, actor.id, to.purpose, code)
  const leftOut: LeftOut = { noConsent: everyone - asked.length, otherRecipient: 0, ended: 0 }
  const people: Agreed[] = []
  for (const person of asked) {
    const consents = await listConsents(trx, vault, [person.personId], today)
    const theirs = consents.filter(
      ({ purpose, recipient }) => purpose === to.purpose && sameName(recipient, to.recipient),
    )
    const consent = theirs.find(({ state }) => state === 'in_force')
    if (!consent) {
      leftOut[theirs.length > 0 ? 'ended' : 'otherRecipient'] += 1
      continue
    }
    const fields = consent.fields.filter(
      (field) => person.isAssigned || !['name', 'contact', 'age'].includes(field),
    )
    const withoutName = fields.length < consent.fields.length
    people.push({ ...person, consentId: consent.id, fields, withoutName })
  }
  return { people, leftOut }
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
  { format, ...asked }: Asked & { format: string },
): Promise<HtcdsExport> {
  const organisationId = requireOrganisation(actor)
  const { people, leftOut } = await whoAgreed(trx, vault, actor, to, asked)
  const rows: HtcdsExport['rows'] = []
  for (const { personId, caseId, consentId, fields, held } of people) {
    rows.push(onlyAgreed(recordOf(held), fields))
    const ofCase = { id: caseId, organisationId }
    await insertGivenFile(trx, actor, ofCase, { personId, consentId, kind: 'htcds', fields })
    await addEvent(trx, actor, ofCase, {
      kind: 'exported',
      facts: { format, purpose: to.purpose, consent: consentId, fields, person: held.codeName },
    })
  }
  // A file of nobody is none: nothing left, and whoever sees no case writes nothing by asking for one.
  if (rows.length > 0)
    await keepLine(trx, actor, {
      action: 'case.export',
      resource: 'case',
      subject: asked.code ?? null,
      why: `${format} for ${to.purpose}: ${rows.length} people`,
    })
  return { rows, leftOut, withoutName: people.filter(({ withoutName }) => withoutName).length }
}

/** Names of recipients are compared as people say them: without regard to case and spaces. */
const sameName = (a: string, b: string): boolean => fold(a) === fold(b)
const fold = (name: string): string => name.trim().replace(/\s+/g, ' ').toLocaleLowerCase('en')
