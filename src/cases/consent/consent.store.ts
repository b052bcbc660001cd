import { type Generated, sql } from 'kysely'
import { z } from 'zod'
import { type Actor, systemActor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Database, Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { type Consent, ConsentPurpose, consentState, type CopyField, type NewConsent } from './consent.ts'

declare module '#platform/db' {
  interface Tables {
    cases_consent: {
      id: string
      person_id: string
      organisation_id: string
      purpose: string
      /** Only in rows older than the directory, until they are sealed. */
      recipient: string | null
      partner_id: string | null
      recipient_sealed: Buffer | null
      fields: string[]
      expires_on: string | null
      given_at: Generated<Date>
      withdrawn_at: Date | null
      withdrawn_by: string | null
      taken_by: string
    }
  }
}

const RECIPIENT = 'cases_consent.recipient_sealed'

/**
 * Keeps a consent; kept before under this id, nothing is done. Returns whether it was kept now. Throws
 * `cases.consent.conflict` when another one stands under this id: nobody goes on in the belief that theirs was kept.
 */
export async function keepConsent(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  organisationId: string,
  consent: NewConsent & { id: string },
): Promise<boolean> {
  const done = await trx
    .insertInto('cases_consent')
    .values({
      id: consent.id,
      person_id: consent.personId,
      organisation_id: organisationId,
      purpose: consent.purpose,
      partner_id: consent.partnerId,
      recipient_sealed:
        consent.recipient === null
          ? null
          : await vault.seal(trx, consent.personId, consent.recipient, RECIPIENT),
      recipient: null,
      fields: consent.fields,
      expires_on: consent.expiresOn,
      withdrawn_at: null,
      withdrawn_by: null,
      taken_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if ((done.numInsertedOrUpdatedRows ?? 0n) > 0n) return true
  const kept = (await listConsents(trx, vault, [consent.personId], '')).find(({ id }) => id === consent.id)
  const isSame =
    kept !== undefined &&
    kept.purpose === consent.purpose &&
    kept.partnerId === consent.partnerId &&
    (consent.recipient === null || kept.recipient === consent.recipient) &&
    kept.expiresOn === consent.expiresOn &&
    kept.fields.toSorted().join() === consent.fields.toSorted().join()
  if (!isSame) {
    throw new AsyliaError(
      'cases.consent.conflict',
      'another consent was noted under this id; this one was not kept',
    )
  }
  return false
}

/** The consents of these people, oldest first, each with what became of the copies given under it. */
export async function listConsents(
  trx: Transaction,
  vault: Vault,
  people: readonly string[],
  today: string,
): Promise<Consent[]> {
  if (people.length === 0) return []
  const rows = await trx
    .selectFrom('cases_consent as k')
    .leftJoin('cases_partner as p', 'p.id', 'k.partner_id')
    .selectAll('k')
    .select([
      'p.name as partner',
      sql<Consent['copies']>`(select jsonb_build_object('given', count(*), 'recalled', count(c.recalled_at),
        'confirmed', count(r.confirmed_at)) from cases_copy c left join cases_recall r on r.copy_id = c.id
        where c.consent_id = k.id)`.as('copies'),
    ])
    .where('k.person_id', 'in', people)
    .orderBy('k.given_at')
    .orderBy('k.id')
    .execute()
  const consents: Consent[] = []
  for (const row of rows) {
    const sealed = row.recipient_sealed
    consents.push({
      id: row.id,
      personId: row.person_id,
      purpose: z.enum(ConsentPurpose.options).parse(row.purpose),
      partnerId: row.partner_id,
      recipient:
        row.partner ??
        (sealed === null ? (row.recipient ?? '') : await vault.open(trx, row.person_id, sealed, RECIPIENT)),
      fields: row.fields,
      expiresOn: row.expires_on,
      givenAt: row.given_at.toISOString(),
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
      state: consentState({ withdrawnAt: row.withdrawn_at, expiresOn: row.expires_on }, today),
      copies: row.copies,
    })
  }
  return consents
}

/** Takes a consent of one of these people back; its purpose, or undefined when it was back already. */
export async function withdrawConsent(
  trx: Transaction,
  actor: Actor,
  id: string,
  people: readonly string[],
): Promise<string | undefined> {
  if (people.length === 0) return undefined
  const done = await trx
    .updateTable('cases_consent')
    .set({ withdrawn_at: sql<Date>`now()`, withdrawn_by: actor.id })
    .where('id', '=', id)
    .where('person_id', 'in', people)
    .where('withdrawn_at', 'is', null)
    .returning('purpose')
    .executeTakeFirst()
  return done?.purpose
}

/**
 * Holds a consent fast until the transaction ends, so that a withdrawal under way sees what is given under it. Throws
 * `cases.not-found`; `cases.consent-withdrawn.gone` for one that was taken back since the page was opened; and
 * `cases.consent.refused` for one that ran out, is another partner's, was given for something else than any of `purposes`,
 * or does not speak of all the fields.
 */
export async function requireConsent(
  trx: Transaction,
  use: {
    consentId: string
    personId: string
    partnerId: string
    /** Any one of these suffices for what is done under it. */
    purposes: readonly ConsentPurpose[]
    fields: readonly CopyField[]
  },
  today: string,
): Promise<void> {
  const row = await trx
    .selectFrom('cases_consent')
    .selectAll()
    .where('id', '=', use.consentId)
    .where('person_id', '=', use.personId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such consent of this person')
  const state = consentState({ withdrawnAt: row.withdrawn_at, expiresOn: row.expires_on }, today)
  if (state === 'withdrawn') {
    throw new AsyliaError(
      'cases.consent-withdrawn.gone',
      'the person took this consent back; nothing was sent. Ask them again before you go on',
      { withdrawnAt: row.withdrawn_at?.toISOString() },
    )
  }
  const refused = (reason: string, message: string): AsyliaError =>
    new AsyliaError('cases.consent.refused', `${message}; nothing was sent`, { reason })
  if (state === 'expired') throw refused('expired', `this consent ended on ${row.expires_on}`)
  if (row.partner_id !== use.partnerId) throw refused('recipient', 'this consent is for another recipient')
  if (!use.purposes.some((purpose) => purpose === row.purpose)) {
    const wanted = use.purposes.join(' or ')
    throw refused('purpose', `this consent is for ${row.purpose}, and this needs one for ${wanted}`)
  }
  const beyond = use.fields.filter((field) => !row.fields.includes(field))
  if (beyond.length > 0) throw refused('fields', `this consent does not speak of ${beyond.join(', ')}`)
}

/** Seals the recipients that older versions kept in the clear; how many. Runs at every start, and finds nothing soon. */
export async function sealOldRecipients(db: Database, vault: Vault): Promise<number> {
  return db.as(systemActor('cases.seal-recipients'), async (trx) => {
    const rows = await trx
      .selectFrom('cases_consent')
      .select(['id', 'person_id', 'recipient'])
      .where('recipient', 'is not', null)
      .forUpdate()
      .execute()
    for (const { id, person_id: person, recipient } of rows) {
      const sealed = await vault.seal(trx, person, recipient ?? '', RECIPIENT)
      await trx
        .updateTable('cases_consent')
        .set({ recipient: null, recipient_sealed: sealed })
        .where('id', '=', id)
        .execute()
    }
    return rows.length
  })
}
