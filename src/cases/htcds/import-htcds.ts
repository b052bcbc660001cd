import type { Actor } from '#platform/access'
import type { Keyring } from '#platform/crypto'
import type { Database } from '#platform/db'
import { keepIdentity } from '../identity/identity.store.ts'
import type { LawDesk } from '../law/case-law.store.ts'
import { OpenCase } from '../record/case.ts'
import { changeCase, getCase, listPeople, requireOrganisation } from '../record/case.store.ts'
import { addEvent } from '../record/event.store.ts'
import { openCase } from '../record/open-case.ts'
import { findImport, keepImport, keepRecord } from './htcds.store.ts'
import { childOf, factsOf, nationalityOf } from './mapping.ts'
import { type Kept, wholeName } from './record-of.ts'

/**
 * Brings in one person's record as a case of their own: what the case has a place for goes there, and all of it is kept
 * sealed, so that nothing is lost on the way out. The same record twice is one case. The whole row or nothing of it.
 */
export async function importRecord(
  db: Database,
  actor: Actor,
  desk: LawDesk & { keyring: Keyring },
  kept: Kept,
  jurisdiction: string,
): Promise<'added' | 'unchanged'> {
  const organisationId = requireOrganisation(actor)
  const hash = rowHash(desk.keyring, kept)
  return db.as(actor, async (trx) => {
    if ((await findImport(trx, organisationId, hash)) !== undefined) return 'unchanged'
    const { record, plus } = kept
    const facts = factsOf(record, plus)
    const found = await openCase(
      trx,
      actor,
      desk,
      OpenCase.parse({
        jurisdiction: plus?.jurisdiction ?? jurisdiction,
        child: childOf(record, desk.today),
        nationality: nationalityOf(record),
        facts,
      }),
    )
    const [person] = await listPeople(trx, found.id)
    await keepRecord(trx, desk.vault, { id: person!.id, caseId: found.id, organisationId }, kept)
    const identity = identityOf(kept)
    if (Object.keys(identity).length > 0)
      await keepIdentity(trx, desk.vault, { id: person!.id, caseId: found.id }, identity)
    await keepImport(trx, { organisationId, hash, caseId: found.id, by: actor.id })
    await addEvent(trx, actor, found, {
      kind: 'imported',
      facts: { standard: 'HTCDS 2.0', fields: Object.keys(record).length, facts: Object.keys(facts) },
    })
    const status = record['cas_Status']
    if (status === 'Closed' || status === 'ClosedReferred') {
      const now = await getCase(trx, found.code)
      await changeCase(trx, now, now.version, { status: 'closed' })
    }
    return 'added'
  })
}

/** By what a record is known again. Under a key, since names and birth days are quickly guessed from a plain hash. */
export const rowHash = (keyring: Keyring, kept: Kept): Buffer =>
  keyring.keyedHash('cases_htcds_import.row_hash', canonical(kept))

function identityOf({ record }: Kept) {
  const text = (field: string) => {
    const value = record[field]
    return typeof value === 'string' ? value : undefined
  }
  const name = wholeName(record)
  const given = {
    name: name === '' ? undefined : name,
    birthDate: text('prs_Birthdate'),
    phone: text('prs_MobilePhone') ?? text('prs_HomePhone'),
    document: text('prs_IdentityNumber'),
  }
  // A field longer than an identity holds stays whole in the record; the identity is for finding the person.
  const limits = { name: 10_000, birthDate: 10, phone: 100, document: 200 }
  return Object.fromEntries(
    Object.entries(given).filter(
      ([field, value]) => value !== undefined && value.length <= limits[field as keyof typeof limits],
    ),
  )
}

/** The same text for the same record, whatever the order its fields came in. */
function canonical(kept: Kept): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (value === null || typeof value !== 'object') return value
    const entries = Object.entries(value).filter(([, one]) => one !== undefined)
    return Object.fromEntries(
      entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]),
    )
  }
  return JSON.stringify(sorted(kept))
}
