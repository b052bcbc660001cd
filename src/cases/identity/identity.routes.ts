import { z } from 'zod'
import type { Catalogue } from '#law'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { ageToday, fullYears } from '../record/age.ts'
import { CaseCode, Identity } from '../record/case.ts'
import { type CaseRow, getCase, listAssigned, listPeople } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { addEvent } from '../record/event.store.ts'
import type { PersonOfCase } from '../record/person-in.ts'
import { tellOfPerson } from '../record/tell-age.ts'
import { keepIdentity, readIdentity } from './identity.store.ts'

/** On which version it was written: another's change since refuses it. 0: nothing was written down yet. */
const IdentityVersion = z.int().min(0)
const OfPerson = z.object({ code: CaseCode, person: z.uuid() })

/** Why somebody looks at a name: it goes on record and into the case's time line. */
export const REVEAL_REASONS = [
  'contact_the_person',
  'make_a_referral',
  'meet_a_deadline',
  'answer_the_person',
  'check_identity',
] as const

/** What names a person: sealed, shown to those assigned to the case for a reason that goes on record. */
export function identityRoutes(vault: Vault, today: () => string, law: () => Catalogue): Endpoint[] {
  /** A birth says how old the person is: the law is asked with it. Written again with the same age, nothing changes. */
  const tellAge = async (
    trx: Transaction,
    actor: Actor,
    found: CaseRow,
    person: PersonOfCase,
    birthDate: string,
  ) => {
    const age = { years: fullYears(birthDate, today()), on: today(), isEstimate: false }
    const known = person.age && !person.age.isEstimate && ageToday(person.age, today())
    if (known && known.least <= age.years && age.years <= known.most) return
    const desk = { law: law(), vault, today: today() }
    await tellOfPerson(trx, actor, desk, found, person, { version: person.version, age })
  }
  return [
    endpoint({
      method: 'post',
      path: '/cases/{code}/people/{person}/reveal',
      summary: 'Show what names a person, for a stated reason; the look is on record',
      access: { resource: 'identity', action: 'read', purpose: 'protection' },
      params: OfPerson,
      body: z.object({ reason: z.enum(REVEAL_REASONS) }),
      answer: z.object({ identity: Identity, version: IdentityVersion }),
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const { found, person } = await personOf(trx, actor, params)
          const { identity, version } = await readIdentity(trx, vault, person.id)
          await addEvent(trx, actor, found, {
            kind: 'identity_seen',
            facts: { reason: body.reason, person: person.codeName },
          })
          await record(trx, actor, {
            action: 'identity.reveal',
            resource: 'identity',
            subject: person.id,
            why: body.reason,
          })
          return { identity: identity ?? {}, version }
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/{code}/people/{person}/identity',
      summary: 'Write down what names a person; it is sealed at once',
      access: { resource: 'identity', action: 'update', purpose: 'protection' },
      params: OfPerson,
      // A field of another name would be dropped unsaid, and with it the name that was there.
      body: Identity.extend({ version: IdentityVersion }).strict(),
      answer: z.object({ kept: z.literal(true), version: IdentityVersion }),
      handle: ({ actor, db, params, body: { version, ...identity } }) =>
        db.as(actor, async (trx) => {
          const { found, person } = await personOf(trx, actor, params)
          if (identity.birthDate !== undefined) requireBirthDate(identity.birthDate, today())
          const { birthDate } = identity
          await getOpenCase(trx, found.code)
          if (birthDate !== undefined) await tellAge(trx, actor, found, person, birthDate)
          const kept = await keepIdentity(trx, vault, { id: person.id, caseId: found.id }, identity, version)
          await addEvent(trx, actor, found, { kind: 'identity_changed', facts: { person: person.codeName } })
          return { kept: true as const, version: kept }
        }),
    }),
  ]
}

/** The person and their case. Throws `access.denied` for who is not assigned to it: names are not the organisation's. */
async function personOf(trx: Transaction, actor: Actor, params: z.infer<typeof OfPerson>) {
  const found = await getCase(trx, params.code)
  const person = (await listPeople(trx, found.id)).find(({ id }) => id === params.person)
  if (!person) throw new AsyliaError('cases.not-found', 'no such person in this case')
  const assigned = await listAssigned(trx, found.id)
  if (!assigned.some(({ userId }) => userId === actor.id)) {
    throw new AsyliaError('access.denied', 'names are shown to those assigned to the case')
  }
  return { found, person }
}

/** The oldest person known lived 122 years; who is older than that was written down wrongly. */
const OLDEST = 125

/** Throws `BadInput` for a birth still to come, or so long ago that nobody lives. */
function requireBirthDate(birthDate: string, today: string): void {
  const refuse = (found: string, expected: string) =>
    new BadInput(`birthDate: found ${found}, expected ${expected}`, { field: 'birthDate' })
  if (birthDate > today) throw refuse('a day to come', 'today or a day before')
  const first = Number(today.slice(0, 4)) - OLDEST
  if (Number(birthDate.slice(0, 4)) < first)
    throw refuse(`the year ${birthDate.slice(0, 4)}`, `${first} or later`)
}
