import type { Generated } from 'kysely'
import { z } from 'zod'
import { PlainDate } from '#model'
import { endpoint, type Endpoint } from '#platform/http'
import type { Transaction } from '#platform/db'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { ownId } from '../record/own-id.ts'
import { requirePerson } from '../safety/safety.routes.ts'

/** What people are asked again and again, by one office after the other. */
export const QUESTION_TOPICS = [
  'identity',
  'age',
  'family',
  'recruitment',
  'journey',
  'work',
  'control',
  'violence',
  'sexual_violence',
  'health',
  'money_and_debt',
  'exploiters',
  'wishes',
] as const
const ASKERS = [
  'us',
  'police',
  'prosecutor',
  'court',
  'asylum_authority',
  'health',
  'lawyer',
  'shelter',
  'other',
] as const

/** One time the person was asked about something. */
export const Question = z.object({
  id: z.string(),
  personId: z.string(),
  topic: z.enum(QUESTION_TOPICS),
  askedBy: z.enum(ASKERS),
  asker: z.string().nullable(),
  askedOn: PlainDate,
  outcome: z.enum(['answered', 'partly', 'declined', 'unknown', 'stopped']),
  reuse: z
    .enum(['yes', 'no', 'not_asked'])
    .describe('Whether the person lets the answer be used again instead of being asked anew'),
})
export type Question = z.infer<typeof Question>

declare module '#platform/db' {
  interface Tables {
    cases_question: {
      id: string
      case_id: string
      organisation_id: string
      person_id: string
      topic: Question['topic']
      asked_by: Question['askedBy']
      asker: string | null
      asked_on: string
      outcome: Question['outcome']
      reuse: Question['reuse']
      noted_at: Generated<Date>
      noted_by: string
    }
  }
}

const access = (action: string) => ({ resource: 'question', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const Questions = z.object({ questions: z.array(Question) })

/** The question budget: what somebody has been asked already, shown before anyone asks it again. */
export function questionRoutes(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/questions',
      summary: 'What the people of this case were asked, by whom, when; the newest first',
      access: access('read'),
      params: ByCode,
      answer: Questions,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => listQuestions(trx, (await getCase(trx, params.code)).id)),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/questions',
      summary: 'Note that the person was asked about something, and whether the answer may be used again',
      access: access('create'),
      params: ByCode,
      body: Question.omit({ id: true, asker: true }).extend({ id: z.uuid().optional() }),
      answer: Questions,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await requirePerson(trx, found.id, body.personId)
          await trx
            .insertInto('cases_question')
            .values({
              id: ownId(actor, body.id),
              case_id: found.id,
              organisation_id: found.organisationId,
              person_id: body.personId,
              topic: body.topic,
              asked_by: body.askedBy,
              asker: body.askedBy === 'us' ? actor.id : null,
              asked_on: body.askedOn,
              outcome: body.outcome,
              reuse: body.reuse,
              noted_by: actor.id,
            })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute()
          return listQuestions(trx, found.id)
        }),
    }),
  ]
}

async function listQuestions(trx: Transaction, caseId: string): Promise<{ questions: Question[] }> {
  const rows = await trx
    .selectFrom('cases_question')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('asked_on', 'desc')
    .orderBy('noted_at', 'desc')
    .limit(1_000)
    .execute()
  return {
    questions: rows.map((row) => ({
      id: row.id,
      personId: row.person_id,
      topic: row.topic,
      askedBy: row.asked_by,
      asker: row.asker,
      askedOn: row.asked_on,
      outcome: row.outcome,
      reuse: row.reuse,
    })),
  }
}
