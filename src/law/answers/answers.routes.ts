import { z } from 'zod'
import { Alpha3, newId, PlainDate } from '#model'
import type { Vault } from '#platform/crypto'
import { AsyliaError, BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { getAnswer, keepAnswer, listAffected, verifyAnswer } from './answers.store.ts'
import { Question } from './question.ts'

const may = (action: 'read' | 'create') => ({ resource: 'law_answer', action, purpose: 'protection' })

/** What is kept beside a sealed answer. */
export const AnswerLine = z.object({
  id: z.string(),
  subject: z.string(),
  kind: z.enum(['assess', 'rights', 'gaps', 'compare']),
  jurisdiction: Alpha3,
  lawOn: PlainDate,
  askedOn: PlainDate,
  knownOn: PlainDate.nullable(),
  catalogueHash: z.string(),
  engine: z.string(),
  askedAt: z.string(),
})

const Difference = z.object({
  what: z.enum(['added', 'removed', 'changed']),
  kind: z.enum(['provision', 'offence', 'right', 'absence', 'obligation', 'membership', 'calendar', 'facts']),
  id: z.string(),
})

/** Why an answer may no longer hold. */
export const Reasons = z.object({
  corrected: z.array(Difference).describe('What the catalogue now says otherwise of the law that was asked'),
  changed: z
    .array(
      z.object({
        day: PlainDate,
        what: z.enum(['began', 'ended', 'changed']),
        kind: z.enum(['provision', 'offence', 'right']),
        id: z.string(),
        title: z.string(),
      }),
    )
    .describe('What of the law itself changed since'),
})

const Kept = AnswerLine.extend({ question: z.looseObject({}), answer: z.looseObject({}) })
const ById = z.object({ id: z.uuid() })

/** Answers that are kept: reading one, computing it again, and which of them the law has outrun. */
export function answerEndpoints({
  vault,
  law,
  today,
}: {
  vault: Vault
  law: () => Catalogue
  today: () => string
}): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/law/answers',
      summary: 'Ask the law and keep question, answer and trace for good',
      access: may('create'),
      body: z.object({ question: z.looseObject({}) }),
      answer: Kept,
      status: 201,
      async handle({ actor, db, body }) {
        const { organisation } = actor
        if (organisation === null)
          throw new AsyliaError('access.denied', 'this needs a member of an organisation')
        const question = readQuestion({ ...body.question, today: today() })
        const subject = newId()
        const asked = { subject, organisationId: organisation, question }
        const { bytes: _, ...kept } = await db.as(actor, (trx) => keepAnswer(trx, vault, actor, law(), asked))
        return kept
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/answers/{id}',
      summary: 'A kept answer: what was asked, on which day, of which catalogue, and what came out',
      access: may('read'),
      params: ById,
      answer: Kept,
      async handle({ actor, db, params }) {
        const { bytes: _, ...kept } = await db.as(actor, (trx) => getAnswer(trx, vault, params.id))
        return kept
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/answers/{id}/verification',
      summary:
        'Compute a kept answer again from what is kept: the same bytes? And what today’s law would say',
      access: may('read'),
      params: ById,
      answer: z.object({
        id: z.string(),
        same: z.boolean(),
        differsAt: z.string().nullable(),
        engine: z.object({ asked: z.string(), now: z.string() }),
        catalogueHash: z.string(),
        now: z.object({
          catalogueHash: z.string(),
          law: z.array(Difference),
          turned: z.array(
            z.object({ id: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
          ),
        }),
      }),
      handle: ({ actor, db, params }) => db.as(actor, (trx) => verifyAnswer(trx, vault, law(), params.id)),
    }),
    endpoint({
      method: 'get',
      path: '/law/affected',
      summary: 'Kept answers that rest on law which is no longer what it was, with the reasons',
      access: may('read'),
      answer: z.object({ catalogueHash: z.string(), affected: z.array(AnswerLine.extend(Reasons.shape)) }),
      handle: ({ actor, db }) =>
        db.as(actor, async (trx) => ({
          catalogueHash: law().hash,
          affected: await listAffected(trx, law(), today()),
        })),
    }),
  ]
}

function readQuestion(given: unknown): Question {
  const parsed = Question.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadInput(`question.${issue!.path.join('.')}: ${issue!.message}`, { field: 'question' })
}
