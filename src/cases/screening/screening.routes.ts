import { z } from 'zod'
import type { Catalogue } from '#law'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase, listPeople } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { addEvent } from '../record/event.store.ts'
import { listFactSources } from './fact-source.store.ts'
import { getSet, ilo11, indicatorSets } from './indicators.ts'
import { confirmFacts, keepScreening } from './keep-screening.ts'
import { Grounds, IndicatorSet, Marks } from './screening.ts'
import { decideScreening, listScreenings } from './screening.store.ts'
import {
  DelphiReading,
  Disagreement,
  findDisagreements,
  readingsOf,
  ScreeningView,
  screeningViews,
} from './views.ts'

const ByCode = z.object({ code: CaseCode })
const ById = ByCode.extend({ id: z.uuid() })

export const Screenings = z.object({
  set: IndicatorSet.describe('The ILO’s eleven, which every case begins with'),
  screenings: z.array(ScreeningView),
  disagreements: z.array(Disagreement),
  factSources: z.array(
    z.object({
      screeningId: z.string(),
      fact: z.string(),
      because: z.array(z.string()),
      confirmedBy: z.string(),
      confirmedAt: z.string(),
    }),
  ),
})
export type Screenings = z.infer<typeof Screenings>

/** Screening: marks with who, when and on what; what they say and why; and what a person decides. */
export function screeningRoutes(vault: Vault, law: () => Catalogue, today: () => string): Endpoint[] {
  const desk = () => ({ vault, law: law(), today: today() })
  const answer = async (trx: Transaction, code: string) => {
    const found = await getCase(trx, code)
    const people = await listPeople(trx, found.id)
    const rows = (await listScreenings(trx, vault, found.id)).map((row) => ({
      ...row,
      personId: row.personId ?? people[0]?.id ?? null,
    }))
    const sources = await listFactSources(trx, found.id)
    return {
      set: ilo11,
      screenings: screeningViews(rows, { facts: found.facts, people, sources }),
      disagreements: findDisagreements(rows),
      factSources: sources,
    }
  }
  return [
    endpoint({
      method: 'get',
      path: '/cases/screening/sets',
      summary: 'The lists one can screen by: indicators, weights, sources, and how sure we are of each',
      access: { resource: 'case', action: 'read', purpose: 'protection' },
      answer: z.object({ sets: z.array(IndicatorSet) }),
      handle: async () => ({ sets: [...indicatorSets] }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/screening',
      summary: 'The screenings of a case, oldest first, each with what its marks say and why',
      access: { resource: 'case', action: 'read', purpose: 'protection' },
      params: ByCode,
      answer: Screenings,
      handle: ({ actor, db, params }) => db.as(actor, (trx) => answer(trx, params.code)),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/screening',
      summary:
        'Keep a screening; what its marks speak for is added to the facts (ILO) or proposed (other lists)',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: z.object({
        id: z.uuid().optional().describe('Made by the caller: the same screening sent twice is kept once'),
        set: z.string().max(50).default(ilo11.id),
        personId: z.uuid().optional(),
        marks: Marks,
        grounds: Grounds.default({}),
        notes: z.record(z.string().max(100), z.string().trim().min(1).max(500)).default({}),
      }),
      answer: Screenings,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          await keepScreening(trx, actor, desk(), await getOpenCase(trx, params.code), body)
          return answer(trx, params.code)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/screening/preview',
      summary: 'What marks would say, without keeping them: shown while somebody is still being asked',
      access: { resource: 'case', action: 'read', purpose: 'protection' },
      params: ByCode,
      body: z.object({ set: z.string().max(50), personId: z.uuid().optional(), marks: Marks }),
      answer: z.object({ readings: z.array(DelphiReading) }),
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const people = await listPeople(trx, found.id)
          const row = { marks: body.marks, personId: body.personId ?? null }
          return { readings: readingsOf(getSet(body.set), row, { facts: found.facts, people }) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/screening/{id}/facts',
      summary: 'Confirm facts that a screening proposes; they join the case and the law is asked again',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ById,
      body: z.object({ facts: z.array(z.string().max(100)).min(1).max(50) }),
      answer: Screenings,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          await confirmFacts(trx, actor, desk(), await getOpenCase(trx, params.code), params.id, body.facts)
          return answer(trx, params.code)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/screening/{id}/decision',
      summary: 'What a person decides with a screening before them; it stands, screen again to decide anew',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ById,
      body: z.object({
        decision: z.enum(['possible', 'not_indicated', 'needs_more']),
        reason: z.string().trim().min(1).max(2_000),
      }),
      answer: Screenings,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await decideScreening(trx, vault, found.id, params.id, body)
          await addEvent(trx, actor, found, { kind: 'decided', facts: { decision: body.decision } })
          return answer(trx, params.code)
        }),
    }),
  ]
}
