import type { Generated } from 'kysely'
import { z } from 'zod'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { requireOrganisation } from '../record/case.store.ts'
import {
  type Partner,
  PartnerContact,
  type PartnerDetails,
  type PartnerKind,
  PartnerService,
} from './partner.ts'

declare module '#platform/db' {
  interface Tables {
    cases_partner: {
      id: string
      organisation_id: string
      name: string
      kind: PartnerKind
      country: string | null
      area: string
      services: string
      agreement_until: string | null
      contact: Buffer | null
      account_organisation_id: string | null
      active: boolean
      version: Generated<number>
    }
  }
}

const CONTACT = 'cases_partner.contact'

export async function listPartners(trx: Transaction, today: string): Promise<Partner[]> {
  const rows = await trx.selectFrom('cases_partner').selectAll().orderBy('name').limit(5_000).execute()
  return rows.map((row) => toPartner(row, today))
}

/** The partner and, apart from what is shown, its organisation here. Throws `cases.not-found`. */
export async function getPartner(
  trx: Transaction,
  id: string,
  today: string,
): Promise<Partner & { accountOrganisationId: string | null }> {
  const row = await trx.selectFrom('cases_partner').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such partner')
  return { ...toPartner(row, today), accountOrganisationId: row.account_organisation_id }
}

/** Adds a partner; one of that name in the own directory is a conflict. Sent twice with one id, it is added once. */
export async function addPartner(
  trx: Transaction,
  actor: Actor,
  details: PartnerDetails,
  id: string = newId(),
): Promise<string> {
  const done = await trx
    .insertInto('cases_partner')
    .values({
      id,
      organisation_id: requireOrganisation(actor),
      ...columnsOf(details),
      contact: null,
      account_organisation_id: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if ((done.numInsertedOrUpdatedRows ?? 0n) === 0n) {
    const there = await trx.selectFrom('cases_partner').select('id').where('id', '=', id).executeTakeFirst()
    if (!there) throw new AsyliaError('cases.conflict', 'a partner of this name is in the directory already')
  }
  return id
}

/** Changes a partner on top of `version`; throws `cases.conflict` when somebody was faster, or has the name. */
export async function changePartner(
  trx: Transaction,
  id: string,
  version: number,
  details: PartnerDetails,
): Promise<void> {
  const namesake = await trx
    .selectFrom('cases_partner')
    .select('id')
    .where('name', '=', details.name)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (namesake) throw new AsyliaError('cases.conflict', 'a partner of this name is in the directory already')
  const done = await trx
    .updateTable('cases_partner')
    .set({ ...columnsOf(details), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) {
    throw new AsyliaError('cases.conflict', 'somebody changed this partner since you opened it; look again')
  }
}

/** Says which organisation of this installation a partner is; null: none. Copies given before are read by nobody then. */
export async function linkPartner(trx: Transaction, id: string, organisation: string | null): Promise<void> {
  const done = await trx
    .updateTable('cases_partner')
    .set((eb) => ({ account_organisation_id: organisation, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('cases.not-found', 'no such partner')
}

export async function keepContact(
  trx: Transaction,
  vault: Vault,
  id: string,
  contact: PartnerContact,
): Promise<void> {
  const sealed = await vault.seal(trx, id, JSON.stringify(contact), CONTACT)
  const done = await trx
    .updateTable('cases_partner')
    .set({ contact: sealed })
    .where('id', '=', id)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new AsyliaError('cases.not-found', 'no such partner')
}

export async function readContact(trx: Transaction, vault: Vault, id: string): Promise<PartnerContact> {
  const row = await trx.selectFrom('cases_partner').select('contact').where('id', '=', id).executeTakeFirst()
  if (!row) throw new AsyliaError('cases.not-found', 'no such partner')
  if (row.contact === null) return PartnerContact.parse({})
  return PartnerContact.parse(JSON.parse(await vault.open(trx, id, row.contact, CONTACT)))
}

function columnsOf(details: PartnerDetails) {
  return {
    name: details.name,
    kind: details.kind,
    country: details.country,
    area: details.area,
    services: JSON.stringify(details.services),
    agreement_until: details.agreementUntil,
    active: details.active,
  }
}

function toPartner(
  row: {
    id: string
    name: string
    kind: PartnerKind
    country: string | null
    area: string
    services: string
    agreement_until: string | null
    contact: Buffer | null
    account_organisation_id: string | null
    active: boolean
    version: number
  },
  today: string,
): Partner {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    country: row.country,
    area: row.area,
    // The column is jsonb: the driver hands back what it parsed.
    services: z.array(PartnerService).parse(row.services),
    agreementUntil: row.agreement_until,
    agreement: row.agreement_until === null ? 'none' : row.agreement_until < today ? 'ended' : 'in_force',
    active: row.active,
    readsHere: row.account_organisation_id !== null,
    hasContact: row.contact !== null,
    version: row.version,
  }
}
