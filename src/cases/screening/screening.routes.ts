import { z } from 'zod'
import type { Catalogue } from '#law'
import type { Vault } from '#platform/crypto'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { askLaw } from '../law/case-law.store.ts'
import { CaseCode } from '../record/case.ts'
import { changeCase, getCase } from '../record/case.store.ts'
import { addEvent } from '../record/event.store.ts'
import { ilo11 } from './indicators.ts'
import { disagreements, IndicatorSet, Marks, screen, strayMarks } from './screening.ts'
import { decideScreening, insertScreening, listScreenings, type ScreeningRow } from './screening.store.ts'

const ByCode = z.object({ code: CaseCode })

const Result = z.object({
  outcome: z.enum(['look_closer', 'nothing_seen', 'too_little_asked']),
  safetyFirst: z.array(z.string()),
  present: z.array(z.string()),
  absent: z.array(z.string()),
  unknown: z.array(z.string()),
  notAsked: z.array(z.string()),
})

export const ScreeningView = z.object({
  id: z.string(),
  indicatorSet: z.string(),
  marks: Marks,
  screenedAt: z.string(),
  screenedBy: z.string(),
  decision: z.enum(['possible', 'not_indicated', 'needs_more']).nullable(),
  decisionReason: z.string().nullable(),
  result: Result,
  differsFromBefore: z
    .array(z.string())
    .describe('Indicators that the screening before answered the other way'),
})
export type ScreeningView = z.infer<typeof ScreeningView>

const Screenings = z.object({ set: IndicatorSet, screenings: z.array(ScreeningView) })

/** Screening by the ILO's eleven indicators: marks, what they say, and a person's decision. */
export function screeningRoutes(vault: Vault, law: () => Catalogue, today: () => string): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/screening',
      summary: 'The screenings of a case, oldest first, each with what its marks say',
      access: { resource: 'case', action: 'read', purpose: 'protection' },
      params: ByCode,
      answer: Screenings,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          set: ilo11,
          screenings: views(await listScreenings(trx, vault, (await getCase(trx, params.code)).id)),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/screening',
      summary: 'Keep a screening; what its marks speak for is added to the facts, and the law asked again',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: z.object({ marks: Marks }),
      answer: Screenings,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const stray = strayMarks(ilo11, body.marks)
          if (stray.length > 0)
            throw new BadInput(`marks: ${stray.join(', ')} is no indicator of ${ilo11.id}`, {
              field: 'marks',
            })
          const found = await getCase(trx, params.code)
          const result = screen(ilo11, body.marks)
          await insertScreening(trx, actor, found, { indicatorSet: ilo11.id, marks: body.marks })
          await addEvent(trx, actor, found, {
            kind: 'screened',
            facts: { outcome: result.outcome, present: result.present.length },
          })
          // A screening adds what it saw; it never takes back what somebody stated.
          const facts = { ...result.facts, ...known(found.facts) }
          const changed = await changeCase(trx, found, found.version, { facts })
          await askLaw(trx, actor, { law: law(), vault, today: today() }, changed)
          return { set: ilo11, screenings: views(await listScreenings(trx, vault, found.id)) }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/screening/{id}/decision',
      summary: 'What a person decides with a screening before them; it stands, screen again to decide anew',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode.extend({ id: z.uuid() }),
      body: z.object({
        decision: z.enum(['possible', 'not_indicated', 'needs_more']),
        reason: z.string().trim().min(1).max(2_000),
      }),
      answer: Screenings,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await decideScreening(trx, vault, found.id, params.id, body)
          await addEvent(trx, actor, found, { kind: 'decided', facts: { decision: body.decision } })
          return { set: ilo11, screenings: views(await listScreenings(trx, vault, found.id)) }
        }),
    }),
  ]
}

function known(
  facts: Record<string, boolean | number | string | null>,
): Record<string, boolean | number | string> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as Record<
    string,
    boolean | number | string
  >
}

function views(rows: ScreeningRow[]): ScreeningView[] {
  return rows.map((row, i) => {
    const { facts: _, ...result } = screen(ilo11, row.marks)
    const before = rows[i - 1]
    return { ...row, result, differsFromBefore: before ? disagreements(ilo11, before.marks, row.marks) : [] }
  })
}
