import { record } from '#platform/audit'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { type CopyField, NAMING } from '../consent/consent.ts'
import { findIdentity } from '../identity/identity.store.ts'
import { findNeed } from '../placement/need.store.ts'
import { listAssigned } from '../record/case.store.ts'
import type { PersonOfCase } from '../record/person-in.ts'
import type { CopyContent } from './referral.ts'

/**
 * What a partner will read: just the fields named, as the case knows them now. The preview and the copy are this one
 * function. Fields that name the person need whoever passes them on to be assigned to the case, and are a look that goes
 * on record; throws `access.denied` otherwise.
 */
export async function copyOf(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  caseId: string,
  person: PersonOfCase,
  fields: readonly CopyField[],
): Promise<CopyContent> {
  const has = (field: CopyField): boolean => fields.includes(field)
  const identity = NAMING.some(has) ? await lookAtName(trx, vault, actor, caseId, person.id) : {}
  const need = has('age') || has('needs') ? (await findNeed(trx, vault, person.id))?.need : undefined
  return {
    ...(has('code_name') && { codeName: person.codeName }),
    ...(has('name') && {
      name: { name: identity.name ?? null, otherNames: identity.otherNames ?? [] },
    }),
    ...(has('contact') && {
      contact: { phone: identity.phone ?? null, safeToContact: identity.safeToContact ?? null },
    }),
    ...(has('age') && { age: { age: need?.age ?? null, child: person.child } }),
    ...(has('nationality') && { nationality: person.nationality }),
    // Not what they flee from, and not whom they refused: a partner does not need it to help.
    ...(has('needs') && {
      needs: need
        ? {
            sex: need.sex,
            companions: need.companions.length,
            languages: need.languages,
            status: need.status,
            exploitation: need.exploitation,
            stepFree: need.stepFree,
            offers: need.offers,
          }
        : null,
    }),
    ...(has('screening') && { screening: await lastDecision(trx, caseId) }),
    ...(has('rights') && { rights: await openRights(trx, caseId) }),
  }
}

async function lookAtName(trx: Transaction, vault: Vault, actor: Actor, caseId: string, personId: string) {
  const assigned = await listAssigned(trx, caseId)
  if (!assigned.some(({ userId }) => userId === actor.id)) {
    throw new AsyliaError('access.denied', 'names are passed on by those assigned to the case')
  }
  const why = 'make_a_referral'
  await record(trx, actor, { action: 'identity.reveal', resource: 'identity', subject: personId, why })
  return (await findIdentity(trx, vault, personId)) ?? {}
}

async function lastDecision(trx: Transaction, caseId: string): Promise<CopyContent['screening']> {
  const row = await trx
    .selectFrom('cases_screening')
    .select(['decision', 'screened_at'])
    .where('case_id', '=', caseId)
    .where('decision', 'is not', null)
    .orderBy('screened_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { decision: row.decision!, on: row.screened_at.toISOString().slice(0, 10) } : null
}

async function openRights(trx: Transaction, caseId: string): Promise<CopyContent['rights']> {
  const rows = await trx
    .selectFrom('cases_right')
    .select(['kind', 'deadline'])
    .where('case_id', '=', caseId)
    .where('standing', 'in', ['due_now', 'due_after_step'])
    .where('done_on', 'is', null)
    .orderBy('deadline')
    .orderBy('kind')
    .execute()
  return rows
}
