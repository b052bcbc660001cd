import { z } from 'zod'
import type { Catalogue } from '#law'
import { AnswerLine, listAffected, listAnswers, Reasons } from '#law/node'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { type CaseRow, getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { addEvent } from '../record/event.store.ts'
import { askLaw, findCaseLaw } from './case-law.store.ts'

const may = (action: string, resource = 'law_answer') => ({ resource, action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })

/** The law beside a case. `kept`: which kept answers these are; `outrun`: what of that law has changed since. */
export const CaseLawPage = z.object({
  assessment: z.looseObject({}),
  rights: z.looseObject({}),
  kept: z.object({ assessment: AnswerLine, rights: AnswerLine }),
  outrun: z.array(AnswerLine.pick({ id: true, kind: true }).extend(Reasons.shape)),
})
export type CaseLawPage = z.infer<typeof CaseLawPage>

/** One open case whose answers rest on law that is no longer what it was. */
export const LawNotice = Reasons.extend({
  code: CaseCode,
  jurisdiction: z.string(),
  kinds: z.array(AnswerLine.shape.kind),
  askedOn: AnswerLine.shape.askedOn,
})
export type LawNotice = z.infer<typeof LawNotice>

type Services = { vault: Vault; law: () => Catalogue; today: () => string }

/** What the law answered in a case, and what became of that law since. */
export function caseLawRoutes({ vault, law, today }: Services): Endpoint[] {
  const desk = () => ({ law: law(), vault, today: today() })

  async function page(trx: Transaction, found: CaseRow): Promise<CaseLawPage> {
    const kept = await findCaseLaw(trx, vault, found)
    if (!kept) {
      throw new BadInput(
        `no answer of the law of ${found.jurisdiction} is kept for this case: ask it, or look at the days among its facts`,
        { field: 'facts' },
      )
    }
    const outrun = (await listAffected(trx, law(), today(), found.id)).map(
      ({ id, kind, corrected, changed }) => ({ id, kind, corrected, changed }),
    )
    return {
      assessment: kept.assessment,
      rights: kept.rights,
      kept: {
        assessment: AnswerLine.parse(kept.kept.assessment),
        rights: AnswerLine.parse(kept.kept.rights),
      },
      outrun,
    }
  }

  return [
    endpoint({
      method: 'get',
      path: '/cases/law-changes',
      summary: 'Open cases whose legal answers rest on law that changed since, with what changed',
      access: may('read'),
      answer: z.object({ catalogueHash: z.string(), notices: z.array(LawNotice) }),
      handle: ({ actor, db }) =>
        db.as(actor, async (trx) => ({
          catalogueHash: law().hash,
          notices: await listNotices(trx, law(), today()),
        })),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/law',
      summary:
        'What the law answered on this case’s facts, as kept: offences by element, rights, open questions',
      access: may('read'),
      params: ByCode,
      answer: CaseLawPage,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => page(trx, await getCase(trx, params.code))),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/law',
      summary: 'Ask the law again, as it stands today; the earlier answers stay',
      access: may('create'),
      params: ByCode,
      answer: CaseLawPage,
      status: 201,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await askLaw(trx, actor, desk(), found)
          await addEvent(trx, actor, found, {
            kind: 'law_asked',
            facts: { jurisdiction: found.jurisdiction, catalogueHash: law().hash },
          })
          return page(trx, found)
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/law/answers',
      summary: 'Every answer the law gave in this case, newest first',
      access: may('read'),
      params: ByCode,
      answer: z.object({ answers: z.array(AnswerLine) }),
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          answers: await listAnswers(trx, (await getCase(trx, params.code)).id),
        })),
    }),
  ]
}

async function listNotices(trx: Transaction, law: Catalogue, today: string): Promise<LawNotice[]> {
  const affected = await listAffected(trx, law, today)
  if (affected.length === 0) return []
  const rows = await trx
    .selectFrom('cases_case')
    .select(['id', 'code', 'jurisdiction'])
    .where('id', 'in', [...new Set(affected.map((one) => one.subject))])
    .where('status', '=', 'open')
    .execute()
  return rows.map(({ id, code, jurisdiction }) => {
    const own = affected.filter((one) => one.subject === id)
    const unlike = <T>(list: T[]): T[] => [...new Map(list.map((one) => [JSON.stringify(one), one])).values()]
    return {
      code,
      jurisdiction,
      kinds: own.map((one) => one.kind),
      askedOn: own.map((one) => one.askedOn).sort()[0]!,
      corrected: unlike(own.flatMap((one) => one.corrected)),
      changed: unlike(own.flatMap((one) => one.changed)),
    }
  })
}
