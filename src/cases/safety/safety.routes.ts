import { z } from 'zod'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { type CaseRow, getCase, listPeople } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { CaseDay, requireComing, requirePast } from '../record/days.ts'
import { addEvent } from '../record/event.store.ts'
import { addTask, settleTasks } from '../tasks/task.store.ts'
import { Measure, MeasureChange, NewAssessment, NewMeasure, PLACE_REASONS, RiskAssessment } from './safety.ts'
import {
  changeMeasure,
  insertAssessment,
  insertMeasure,
  listAssessments,
  listMeasures,
  openTrigger,
  readPlace,
} from './safety.store.ts'
import { raiseTrigger, ToldTrigger } from './triggers.ts'

const access = (action: string, resource = 'safety') => ({ resource, action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const ByMeasure = ByCode.extend({ id: z.uuid() })

export const SafetyPage = z.object({
  assessments: z.array(RiskAssessment).describe('The newest first; the first is how it stands'),
  measures: z.array(Measure),
  trigger: z.string().nullable().describe('What asks for the risk to be judged again, if something does'),
})
export type SafetyPage = z.infer<typeof SafetyPage>

/** The safety plan: the risk as people judged it, what is agreed, and what asks for another look. */
export function safetyRoutes(vault: Vault, today: () => string): Endpoint[] {
  const page = async (trx: Transaction, found: CaseRow): Promise<SafetyPage> => ({
    assessments: await listAssessments(trx, vault, found.id),
    measures: await listMeasures(trx, vault, found.id),
    trigger: await openTrigger(trx, found.id),
  })
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/safety',
      summary: 'The risk with its history, and the safety plan',
      access: access('read'),
      params: ByCode,
      answer: SafetyPage,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => page(trx, await getCase(trx, params.code))),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/safety/assessments',
      summary: 'Judge the risk: a person decides the level, with the factors and the reason before them',
      access: access('create'),
      params: ByCode,
      body: NewAssessment,
      answer: SafetyPage,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await requirePerson(trx, found.id, body.personId)
          if (body.nextOn !== null) requireComing('nextOn', body.nextOn, today(), 2)
          const made = await insertAssessment(
            trx,
            vault,
            actor,
            found,
            body,
            await openTrigger(trx, found.id),
          )
          if (made) {
            await settleTasks(trx, actor, found, { kind: 'reassess_risk' })
            if (body.nextOn !== null) {
              const source = `review:${body.personId}:${body.nextOn}`
              await addTask(trx, vault, actor, found, { kind: 'reassess_risk', due: body.nextOn, source })
            }
            await addEvent(trx, actor, found, { kind: 'risk_assessed', facts: { level: body.level } })
          }
          return page(trx, found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/safety/measures',
      summary: 'Agree on a measure; one that tells of a place is sealed apart',
      access: access('create'),
      params: ByCode,
      body: NewMeasure,
      answer: SafetyPage,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await requirePerson(trx, found.id, body.personId)
          const id = await insertMeasure(trx, vault, actor, found, body)
          if (body.due !== null) {
            const source = `measure:${id}`
            await addTask(trx, vault, actor, found, { kind: 'safety_measure', due: body.due, source })
          }
          await addEvent(trx, actor, found, { kind: 'measure_agreed', facts: { who: body.who } })
          return page(trx, found)
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}/safety/measures/{id}',
      summary: 'Mark a measure as done, move its day, or show it to the person',
      access: access('update'),
      params: ByMeasure,
      body: MeasureChange,
      answer: SafetyPage,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          if (typeof body.doneOn === 'string') requirePast('doneOn', body.doneOn, today(), 10)
          await changeMeasure(trx, actor, found.id, params.id, body)
          const source = `measure:${params.id}`
          if (typeof body.doneOn === 'string') {
            await settleTasks(trx, actor, found, { source })
            await addEvent(trx, actor, found, { kind: 'measure_done' })
          } else if (typeof body.due === 'string') {
            await addTask(trx, vault, actor, found, { kind: 'safety_measure', due: body.due, source })
          }
          return page(trx, found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/safety/measures/{id}/reveal',
      summary: 'Show a measure that tells of a place, for a stated reason; the risk must be judged again',
      access: access('read', 'safety_place'),
      params: ByMeasure,
      body: z.object({ reason: z.enum(PLACE_REASONS) }),
      answer: z.object({ what: z.string() }),
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const what = await readPlace(trx, vault, found.id, params.id)
          await record(trx, actor, {
            action: 'safety_place.reveal',
            resource: 'safety_place',
            subject: found.code,
            why: body.reason,
          })
          await addEvent(trx, actor, found, { kind: 'place_seen', facts: { reason: body.reason } })
          const source = `${params.id}:${today()}`
          await raiseTrigger(trx, actor, found, { trigger: 'address_revealed', source }, today())
          return { what }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/safety/triggers',
      summary: 'Tell what changes the danger: contact was missed, somebody fled, a suspect comes free',
      access: access('update'),
      params: ByCode,
      body: z.object({ trigger: ToldTrigger, on: CaseDay.nullable().default(null) }),
      answer: SafetyPage,
      handle: ({ actor, db, params, body: { trigger, on } }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await raiseTrigger(trx, actor, found, { trigger, on, source: on ?? today() }, today())
          return page(trx, found)
        }),
    }),
  ]
}

/** Throws `cases.not-found` for a person who is not in this case: nothing is written about somebody else's. */
export async function requirePerson(trx: Transaction, caseId: string, personId: string) {
  const person = (await listPeople(trx, caseId)).find(({ id }) => id === personId)
  if (!person) throw new AsyliaError('cases.not-found', 'no such person in this case')
  return person
}
