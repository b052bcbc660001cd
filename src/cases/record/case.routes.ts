import { z } from 'zod'
import { type Catalogue, readFacts } from '#law'
import { Alpha3, PlainDate } from '#model'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { endpoint, type Endpoint } from '#platform/http'
import { askLaw } from '../law/case-law.store.ts'
import { missedOf, recordBreach } from '../rights/breach.store.ts'
import { clockState } from '../rights/case-rights.ts'
import { localDay } from '../rights/local-day.ts'
import { listClocks, listRights, markRight } from '../rights/rights.store.ts'
import { responsibleIn } from '../rights/watch.ts'
import { settleTasks } from '../tasks/task.store.ts'
import { ToldAge } from './age.ts'
import { CaseCode, CaseFacts, CaseSummary, ChildAnswer, Danger, OpenCase } from './case.ts'
import { countCases, listCases, MOST_CASES } from './case-list.store.ts'
import { changeCase, getCase, listAssigned, listPeople } from './case.store.ts'
import { getOpenCase } from './closed.store.ts'
import { requirePast } from './days.ts'
import { addEvent } from './event.store.ts'
import { openCase } from './open-case.ts'
import { personIn } from './person-in.ts'
import { tellOfPerson } from './tell-age.ts'

const protection = (action: string, resource = 'case') => ({ resource, action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const Version = z
  .int()
  .min(1)
  .describe('The version the change was made on; a newer one on the server refuses it')

/** A right beside its case. `answer` is the law's own: legal basis, responsible, deadline, what breaks it. */
export const CaseRight = z.object({
  key: z.string(),
  kind: z.string(),
  standing: z.enum(['due_now', 'due_after_step', 'discretionary', 'not_provided']),
  deadline: PlainDate.nullable(),
  personActs: z.boolean(),
  clock: z.enum(['none', 'done', 'missed', 'close', 'running']),
  doneOn: PlainDate.nullable(),
  owner: z.string().nullable().describe('Who sees to it'),
  askedOn: PlainDate,
  answer: z.looseObject({}),
})
export type CaseRight = z.infer<typeof CaseRight>

export const CasePage = CaseSummary.omit({ people: true, nextDeadline: true, assignedToMe: true }).extend({
  originId: z.string().nullable(),
  version: Version,
  facts: CaseFacts,
  people: z.array(
    z.object({
      id: z.string(),
      codeName: z.string(),
      child: ChildAnswer,
      nationality: z.string().nullable(),
      age: ToldAge.nullable().describe('In whole years, as told on a day'),
      version: Version,
    }),
  ),
  assigned: z.array(
    z.object({
      userId: z.string(),
      since: z.string(),
      until: z.string().nullable().describe('Who went in because it could not wait; null: without an end'),
    }),
  ),
  rights: z.array(CaseRight),
})
export type CasePage = z.infer<typeof CasePage>

export const CasesAnswer = z.object({
  cases: z.array(CaseSummary),
  total: z
    .int()
    .nullable()
    .describe('How many there are of these in all; null where the list goes on after a case'),
})
export type CasesAnswer = z.infer<typeof CasesAnswer>

const Clock = z.object({
  code: CaseCode,
  key: z.string(),
  kind: z.string(),
  deadline: PlainDate,
  personActs: z.boolean(),
  clock: z.enum(['none', 'done', 'missed', 'close', 'running']),
})

/** Cases: opening, reading, changing, and what the law says of them. */
export function caseRoutes(
  vault: Vault,
  law: () => Catalogue,
  today: () => string,
  now: () => Date,
): Endpoint[] {
  const desk = () => ({ law: law(), vault, today: today() })
  return [
    endpoint({
      method: 'get',
      path: '/cases',
      summary: 'The cases of the own organisation, newest first, under their codes',
      access: protection('read'),
      query: z.object({
        status: z.enum(['open', 'closed']).optional(),
        danger: Danger.optional(),
        whose: z.enum(['mine', 'others']).optional().describe('Those the reader works on, or the others'),
        find: z.string().trim().min(1).max(60).optional().describe('How a code or a code name begins'),
        most: z.coerce.number().int().min(1).max(MOST_CASES).optional(),
        after: CaseCode.optional().describe('Go on after this case: the last one of the list before'),
      }),
      answer: CasesAnswer,
      handle: ({ actor, db, query }) =>
        db.as(actor, async (trx) => {
          const cases = await listCases(trx, actor, query)
          if (query.after !== undefined) return { cases, total: null }
          const isAll = cases.length < (query.most ?? MOST_CASES)
          return { cases, total: isAll ? cases.length : await countCases(trx, actor, query) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases',
      summary: 'Open a case; from a report or a lead, once',
      access: protection('create'),
      body: OpenCase,
      answer: z.object({ code: CaseCode }),
      status: 201,
      handle: async ({ actor, db, body }) =>
        db.as(actor, async (trx) => ({ code: (await openCase(trx, actor, desk(), body)).code })),
    }),
    endpoint({
      method: 'get',
      path: '/cases/clocks',
      summary: 'Rights whose last day comes within a month, over all cases, nearest first',
      access: protection('read', 'right'),
      answer: z.object({ clocks: z.array(Clock) }),
      async handle({ actor, db }) {
        const until = new Date(Date.parse(`${today()}T00:00:00Z`) + 31 * 86_400_000)
          .toISOString()
          .slice(0, 10)
        const rows = await db.as(actor, (trx) => listClocks(trx, until))
        return {
          clocks: rows.map((row) => ({
            code: row.code,
            key: row.right_key,
            kind: row.kind,
            deadline: row.deadline!,
            personActs: row.person_acts,
            clock: row.missed ? 'missed' : clockState(row.deadline, null, localDay(row.jurisdiction, now())),
          })),
        }
      },
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}',
      summary: 'A case: its people under code names, facts, rights and clocks',
      access: protection('read'),
      params: ByCode,
      answer: CasePage,
      handle: ({ actor, db, params }) => db.as(actor, (trx) => casePage(trx, params.code, now())),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}',
      summary: 'Change facts, danger or country; the law is asked again',
      access: protection('update'),
      params: ByCode,
      body: z.object({
        version: Version,
        facts: CaseFacts.optional(),
        danger: Danger.optional(),
        jurisdiction: Alpha3.optional(),
      }),
      answer: CasePage,
      handle: ({ actor, db, params, body: { version, ...change } }) =>
        db.as(actor, async (trx) => {
          const before = await getOpenCase(trx, params.code)
          // Facts are added to what is known; null takes one back.
          const facts = change.facts && { ...before.facts, ...change.facts }
          readFacts(law(), facts ?? {})
          const given = stripUndefined({ ...change, facts })
          const changed = await changeCase(trx, before, version, given)
          await addEvent(trx, actor, changed, {
            kind: 'facts_changed',
            facts: { changed: Object.keys(given) },
          })
          await askLaw(trx, actor, desk(), changed)
          return casePage(trx, params.code, now())
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}/people/{person}',
      summary: 'What is known of a person: age, under 18 or not, nationality',
      access: protection('update'),
      params: ByCode.extend({ person: z.uuid() }),
      body: z.object({
        version: Version,
        child: ChildAnswer.optional(),
        nationality: Alpha3.nullable().optional(),
        age: ToldAge.omit({ on: true })
          .nullable()
          .optional()
          .describe('Today, in whole years; it says by itself whether the person is under 18'),
      }),
      answer: CasePage,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          const person = await personIn(trx, found, params.person)
          const age = body.age && { ...body.age, on: today() }
          await tellOfPerson(trx, actor, desk(), found, person, { ...body, age })
          return casePage(trx, params.code, now())
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/{code}/rights/{key}',
      summary: 'Mark a right as given on a day, or take the mark back',
      access: protection('update', 'right'),
      params: ByCode.extend({ key: z.string().max(200) }),
      body: z.object({ doneOn: PlainDate.nullable() }),
      answer: CasePage,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          // Given can be noted after closing too; a clock starts again only in an open case.
          const found = await (body.doneOn === null ? getOpenCase : getCase)(trx, params.code)
          if (body.doneOn !== null) requirePast('doneOn', body.doneOn, today(), 10)
          const { doneOn } = body
          const right = (await listRights(trx, found.id)).find((each) => each.right_key === params.key)
          await markRight(trx, actor, found.id, params.key, doneOn)
          if (doneOn !== null && right?.deadline) {
            // Given, but after its last day: that stays on record.
            if (doneOn > right.deadline) {
              await recordBreach(trx, actor, {
                caseId: found.id,
                organisationId: found.organisationId,
                key: right.right_key,
                kind: right.kind,
                deadline: right.deadline,
                responsible: responsibleIn(right.answer),
                personActs: right.person_acts,
                owner: right.owner,
              })
            }
            await settleTasks(trx, actor, found, { source: `right:${right.right_key}:${right.deadline}` })
          }
          await addEvent(trx, actor, found, {
            kind: body.doneOn ? 'right_done' : 'right_reopened',
            facts: { right: params.key, ...(right && { rightKind: right.kind }) },
          })
          return casePage(trx, params.code, now())
        }),
    }),
  ]
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function stripUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Given<T>
}

async function casePage(trx: Transaction, code: string, now: Date): Promise<CasePage> {
  const found = await getCase(trx, code)
  const missed = await missedOf(trx, found.id)
  const day = localDay(found.jurisdiction, now)
  const [people, assigned, rows] = [
    await listPeople(trx, found.id),
    await listAssigned(trx, found.id),
    await listRights(trx, found.id),
  ]
  return {
    code: found.code,
    status: found.status,
    danger: found.danger,
    origin: found.origin,
    originId: found.originId,
    jurisdiction: found.jurisdiction,
    openedAt: found.openedAt.toISOString(),
    version: found.version,
    facts: found.facts,
    people,
    assigned,
    rights: rows.map((row) => ({
      key: row.right_key,
      kind: row.kind,
      standing: row.standing,
      deadline: row.deadline,
      personActs: row.person_acts,
      clock:
        row.done_on === null && missed.has(`${row.right_key} ${row.deadline}`)
          ? 'missed'
          : clockState(row.deadline, row.done_on, day),
      doneOn: row.done_on,
      owner: row.owner,
      askedOn: row.asked_on,
      answer: row.answer as unknown as Record<string, unknown>,
    })),
  }
}
