import { type Generated, sql } from 'kysely'
import { record } from '#platform/audit'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { listConsents } from '../consent/consent.store.ts'
import { findIdentity } from '../identity/identity.store.ts'
import { type CaseRow, listAssigned, listPeople } from '../record/case.store.ts'
import { insertGivenFile } from '../referrals/given-file.store.ts'
import { addEvent } from '../record/event.store.ts'
import { listScreenings } from '../screening/screening.store.ts'
import {
  contradictionsIn,
  leaving,
  missingIn,
  mistakesIn,
  UkAnswers,
  type UkMistake,
  type UkRoute,
} from './form.ts'
import { prefill } from './prefill.ts'

declare module '#platform/db' {
  interface Tables {
    cases_referral_uk: {
      person_id: string
      case_id: string
      organisation_id: string
      sealed: Buffer
      version: Generated<number>
      updated_at: Generated<Date>
      updated_by: string
    }
  }
}

const SEALED = 'cases_referral_uk.sealed'

/** A referral as it stands: its answers, by which route it may leave and why, and what it still lacks. */
export type UkDraft = {
  answers: UkAnswers
  /** Answers the case gave, and nobody has written over. */
  prefilled: string[]
  /** 0: nothing was written yet. */
  version: number
  route: UkRoute | null
  /** Why this route, or why there is none: a word of the screen. */
  because: 'child' | 'age_not_sure' | 'consent' | 'no_consent' | 'age_not_asked'
  missing: string[]
  contradictions: string[]
  /** By which consent it would leave; null: by duty. */
  consentId: string | null
}

/** Whom a consent to be referred is given to, as people write it. */
const RECIPIENTS = /\b(nrm|national referral mechanism|home office|single competent authority)\b/i

/** Throws `access.denied` for anyone not assigned to the case: the form names the person. */
export async function readDraft(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: CaseRow,
  personId: string,
  today: string,
): Promise<UkDraft> {
  const person = (await listPeople(trx, found.id)).find(({ id }) => id === personId)
  if (!person) throw new AsyliaError('cases.not-found', 'no such person in this case')
  if (!(await listAssigned(trx, found.id)).some(({ userId }) => userId === actor.id))
    throw new AsyliaError('access.denied', 'a referral is written by those assigned to the case')
  const why = 'make_a_referral'
  await record(trx, actor, { action: 'identity.reveal', resource: 'identity', subject: personId, why })
  const row = await trx
    .selectFrom('cases_referral_uk')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst()
  const written = row ? UkAnswers.parse(JSON.parse(await vault.open(trx, personId, row.sealed, SEALED))) : {}
  const screenings = await listScreenings(trx, vault, found.id)
  const known = prefill({
    code: found.code,
    child: person.child,
    nationality: person.nationality,
    facts: found.facts,
    identity: await findIdentity(trx, vault, personId),
    hasSigns: screenings.some(({ marks }) => Object.values(marks).includes('yes')),
  })
  const answers = { ...known, ...written }
  const consents = await listConsents(trx, vault, [personId], today)
  const consent = consents.find(
    ({ purpose, recipient, state }) =>
      purpose === 'referral' && state === 'in_force' && RECIPIENTS.test(recipient),
  )
  const [route, because] = routeOf(answers['pv-under-age'], consent !== undefined)
  return {
    answers,
    prefilled: Object.keys(known).filter((id) => !(id in written)),
    version: row?.version ?? 0,
    route,
    because,
    consentId: route === 'consent' ? (consent?.id ?? null) : null,
    missing: missingIn(answers, route ?? 'consent'),
    contradictions: contradictionsIn(answers, today),
  }
}

/**
 * A child is referred by duty, whatever they say; so is whoever may be one, until somebody decided on their age (guidance
 * on the form). An adult is referred by consent; without it only an anonymous notification may be made (Modern Slavery
 * Act 2015, s. 52).
 */
function routeOf(underAge: string | undefined, hasConsent: boolean): [UkDraft['route'], UkDraft['because']] {
  if (underAge === 'yes') return ['child_duty', 'child']
  if (underAge === 'not-sure') return ['child_duty', 'age_not_sure']
  if (underAge === undefined) return [null, 'age_not_asked']
  return hasConsent ? ['consent', 'consent'] : ['duty_to_notify', 'no_consent']
}

/** Keeps the answers, sealed under the person's key. Throws `cases.conflict` when somebody wrote since, `BadInput`. */
export async function keepDraft(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: CaseRow,
  personId: string,
  draft: { version: number; answers: UkAnswers },
  today: string,
): Promise<void> {
  const [mistake] = mistakesIn(draft.answers, today)
  if (mistake) throw refusal(mistake)
  const given = Object.fromEntries(Object.entries(draft.answers).filter(([, answer]) => answer !== ''))
  const sealed = await vault.seal(trx, personId, JSON.stringify(given), SEALED)
  const values = { sealed, updated_by: actor.id }
  const done =
    draft.version === 0
      ? await trx
          .insertInto('cases_referral_uk')
          .values({
            person_id: personId,
            case_id: found.id,
            organisation_id: found.organisationId,
            ...values,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await trx
          .updateTable('cases_referral_uk')
          .set({ ...values, version: draft.version + 1, updated_at: sql<Date>`now()` })
          .where('person_id', '=', personId)
          .where('version', '=', draft.version)
          .returning('version')
          .executeTakeFirst()
  if (!done)
    throw new AsyliaError('cases.conflict', 'somebody wrote in this referral since you opened it; look again')
}

const refusal = ({ field, found, expected }: UkMistake) =>
  new BadInput(`answers.${field}: found ${found}, expected ${expected}`, { field: `answers.${field}` })

/** A referral as it leaves: the form's own ids, what it lacks, and by which route. */
export type UkReferral = { route: UkRoute; complete: boolean; missing: string[]; answers: UkAnswers }

/**
 * What leaves, by the route that holds at this moment: consent is asked now, not when the form was begun. Puts a line
 * into the case. Throws `cases.consent.refused` where no route is open.
 */
export async function writeReferral(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: CaseRow,
  personId: string,
  today: string,
): Promise<UkReferral> {
  const draft = await readDraft(trx, vault, actor, found, personId, today)
  if (draft.route === null)
    throw new AsyliaError(
      'cases.consent.refused',
      'nobody has said whether the person is under 18; ask that first',
      {
        reason: 'age',
      },
    )
  const { route, missing, consentId } = draft
  const answers = leaving(draft.answers, route)
  const fields = Object.keys(answers)
  await insertGivenFile(trx, actor, found, { personId, consentId, kind: 'uk_referral', fields })
  await addEvent(trx, actor, found, {
    kind: 'exported',
    facts: { format: 'uk-nrm', route, missing: missing.length },
  })
  return { route, complete: missing.length === 0, missing, answers }
}
