import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { readReturnCode } from '#intake'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Keyring, Vault } from '#platform/crypto'
import type { Database, Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce } from '#platform/jobs'
import { findIdentity } from '../identity/identity.store.ts'
import type { ChildAnswer, Identity } from '../record/case.ts'
import { MEASURE } from '../safety/safety.store.ts'
import { type Look, listLooks } from './looks.ts'
import { PERSON_ANSWER_DAYS, type PersonRequest, type ViewPart } from './person-view.ts'
import { findCode, insertRequest, listRequests } from './person-view.store.ts'

export type OwnRecordServices = { db: Database; vault: Vault; keyring: Keyring; now: () => Date }

/** As what the consents seal a recipient; a partner of the directory is not named here. */
const CONSENT_RECIPIENT = 'cases_consent.recipient_sealed'

/** A person acts on their own record and on nothing else. */
const holder = (personId: string): Actor => ({
  id: personId,
  role: 'person',
  organisation: null,
  purpose: 'own_record',
})

/** Only this is kept of a person's code. */
export const hashPersonCode = (keyring: Keyring, canonical: string): Buffer =>
  keyring.keyedHash('cases.person-code', canonical)

export type OpenedRecord =
  | { ok: true; personId: string }
  | { ok: false; problem: 'unknown' }
  | Extract<ReturnType<typeof readReturnCode>, { ok: false }>

/** Whose record a typed code opens, or which word of it is wrong. */
export async function openOwnRecord(services: OwnRecordServices, typed: string): Promise<OpenedRecord> {
  const code = readReturnCode(typed)
  if (!code.ok) return code
  const hash = hashPersonCode(services.keyring, code.canonical)
  const personId = await services.db.as(holder(randomUUID()), async (trx) => {
    const { rows } = await sql<{ id: string | null }>`select cases_person_by_code(${hash}) as id`.execute(trx)
    return rows[0]?.id ?? null
  })
  return personId === null ? { ok: false, problem: 'unknown' } : { ok: true, personId }
}

/** What a person sees of their own record; a part that is not safe to show is null. */
export type OwnRecord = {
  codeName: string
  status: 'open' | 'closed'
  openedOn: string
  known: { child: ChildAnswer; nationality: string | null; identity: (keyof Identity)[] } | null
  rights: { kind: string; deadline: string | null; doneOn: string | null; personActs: boolean }[] | null
  consents:
    | {
        purpose: string
        recipient: string | null
        fields: string[]
        until: string | null
        withdrawn: boolean
      }[]
    | null
  plan: { what: string; doneOn: string | null }[] | null
  dates: { kind: string; day: string }[] | null
  looks: Look[] | null
  requests: PersonRequest[]
}

/** Throws `cases.not-found` when the code was taken back or the record is gone. */
export async function readOwnRecord(services: OwnRecordServices, personId: string): Promise<OwnRecord> {
  const { vault } = services
  const actor = holder(personId)
  return services.db.as(actor, async (trx) => {
    const { found, person } = await ownCase(trx, personId)
    const { hidden } = await findCode(trx, personId)
    const unless = async <T>(part: ViewPart, read: () => Promise<T>): Promise<T | null> =>
      hidden.includes(part) ? null : read()
    const own: OwnRecord = {
      codeName: person.code_name,
      status: found.status,
      openedOn: found.opened_at.toISOString().slice(0, 10),
      known: await unless('known', async () => ({
        child: person.child,
        nationality: person.nationality,
        identity: heldOf(await findIdentity(trx, vault, personId)),
      })),
      rights: await unless('rights', () => listOwnRights(trx, found.id)),
      consents: await unless('consents', () => listOwnConsents(trx, vault, personId)),
      plan: await unless('plan', () => listOwnPlan(trx, vault, personId)),
      dates: await unless('dates', () => listOwnDates(trx, found.id)),
      looks: await unless('looks', () => listLooks(trx, found.organisation_id)),
      requests: await listRequests(trx, vault, personId),
    }
    await record(trx, actor, {
      action: 'own_record.read',
      resource: 'own_record',
      subject: personId,
      why: null,
    })
    return own
  })
}

/** What names the person, at their own wish; hidden together with what is known. */
export async function readOwnIdentity(
  services: OwnRecordServices,
  personId: string,
): Promise<Identity | null> {
  return services.db.as(holder(personId), async (trx) => {
    await ownCase(trx, personId)
    if ((await findCode(trx, personId)).hidden.includes('known')) return null
    return (await findIdentity(trx, services.vault, personId)) ?? {}
  })
}

/** A question, a correction or an objection; `id` was chosen with the form, so that sent twice it is there once. */
export async function askAboutOwnRecord(
  services: OwnRecordServices,
  personId: string,
  asked: { id: string; kind: PersonRequest['kind']; text: string },
): Promise<void> {
  const now = services.now()
  const actor = holder(personId)
  const answerBy = new Date(now.getTime() + PERSON_ANSWER_DAYS * 86_400_000).toISOString().slice(0, 10)
  await services.db.as(actor, async (trx) => {
    const { found } = await ownCase(trx, personId)
    const made = await insertRequest(trx, services.vault, {
      ...asked,
      personId,
      caseId: found.id,
      organisationId: found.organisation_id,
      madeAt: new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000),
      answerBy,
    })
    if (!made) return
    await announce(trx, 'cases.person-asked', {
      case: found.id,
      organisation: found.organisation_id,
      request: asked.id,
      answerBy,
    })
  })
}

async function ownCase(trx: Transaction, personId: string) {
  const person = await trx
    .selectFrom('cases_person')
    .selectAll()
    .where('id', '=', personId)
    .executeTakeFirst()
  const found =
    person &&
    (await trx
      .selectFrom('cases_case')
      .select(['id', 'organisation_id', 'status', 'opened_at'])
      .where('id', '=', person.case_id)
      .executeTakeFirst())
  if (!person || !found) throw new AsyliaError('cases.not-found', 'this code opens nothing')
  return { person, found }
}

const heldOf = (identity: Identity | undefined): (keyof Identity)[] =>
  (Object.entries(identity ?? {}) as [keyof Identity, unknown][]).flatMap(([name, value]) =>
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? [] : [name],
  )

async function listOwnRights(trx: Transaction, caseId: string) {
  const rows = await trx
    .selectFrom('cases_right')
    .select(['kind', 'deadline', 'done_on as doneOn', 'person_acts as personActs'])
    .where('case_id', '=', caseId)
    .where('standing', 'in', ['due_now', 'due_after_step'])
    .orderBy('deadline', (order) => order.asc().nullsLast())
    .orderBy('kind')
    .execute()
  // Several provisions may give the same right: told once, by the nearest day.
  return rows.filter(({ kind }, index) => rows.findIndex((each) => each.kind === kind) === index)
}

async function listOwnConsents(trx: Transaction, vault: Vault, personId: string) {
  const rows = await trx
    .selectFrom('cases_consent')
    .select(['purpose', 'recipient', 'recipient_sealed', 'fields', 'expires_on as until', 'withdrawn_at'])
    .where('person_id', '=', personId)
    .orderBy('given_at', 'desc')
    .execute()
  const read = rows.length > 0 ? await vault.reader(trx, personId) : undefined
  return rows.map(({ withdrawn_at, recipient_sealed, ...row }) => ({
    ...row,
    recipient: recipient_sealed && read ? read(recipient_sealed, CONSENT_RECIPIENT) : row.recipient,
    withdrawn: withdrawn_at !== null,
  }))
}

/** Only what was marked as safe to show: row-level security lets nothing else through. */
async function listOwnPlan(trx: Transaction, vault: Vault, personId: string) {
  const rows = await trx
    .selectFrom('cases_safety_measure')
    .select(['what', 'done_on as doneOn'])
    .where('person_id', '=', personId)
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const read = await vault.reader(trx, personId)
  return rows.flatMap(({ what, doneOn }) => (what === null ? [] : [{ what: read(what, MEASURE), doneOn }]))
}

async function listOwnDates(trx: Transaction, caseId: string) {
  const rows = await trx
    .selectFrom('cases_proceeding')
    .select(['kind', 'on_day as day'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'planned')
    .where('on_day', 'is not', null)
    .orderBy('on_day')
    .execute()
  return rows.map(({ kind, day }) => ({ kind, day: day! }))
}
