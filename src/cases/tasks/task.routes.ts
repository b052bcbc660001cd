import { z } from 'zod'
import { PlainDate } from '#model'
import type { Vault } from '#platform/crypto'
import { endpoint, type Endpoint } from '#platform/http'
import { createTranslator, mainLanguages } from '#platform/i18n'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { getOpenCase } from '../record/closed.store.ts'
import { type Colleagues, requireColleague } from '../record/colleague.ts'
import { addEvent } from '../record/event.store.ts'
import { CalendarEntry, toICalendar } from './calendar.ts'
import { listCalendar } from './calendar.store.ts'
import { NewTask, Task, TaskAtHand, TaskChange } from './task.ts'
import { addTask, changeTask, listTasks, listTasksAtHand } from './task.store.ts'

const access = (action: string) => ({ resource: 'task', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const Tasks = z.object({ tasks: z.array(Task) })
const Between = z.object({ from: PlainDate, until: PlainDate })
const Calendar = z.object({ entries: z.array(CalendarEntry) })

/** Tasks and the calendar: of one case, and of all the cases I work on. */
export function taskRoutes(
  vault: Vault,
  today: () => string,
  now: () => Date,
  colleagues: Colleagues,
): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/tasks',
      summary: 'My open tasks over all cases, and those nobody has taken in cases I am assigned to',
      access: access('read'),
      query: z.object({ until: PlainDate.optional() }),
      answer: z.object({ tasks: z.array(TaskAtHand) }),
      handle: async ({ actor, db, query }) => ({
        tasks: await db.as(actor, (trx) =>
          listTasksAtHand(trx, actor, query.until ?? daysOn(today(), 31), today()),
        ),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/tasks',
      summary: 'What must be done in this case, by whom, until when, and what was done',
      access: access('read'),
      params: ByCode,
      answer: Tasks,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          tasks: await listTasks(trx, vault, (await getCase(trx, params.code)).id),
        })),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/tasks',
      summary: 'Add a task in your own words; they are sealed',
      access: access('create'),
      params: ByCode,
      body: NewTask,
      answer: Tasks,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getOpenCase(trx, params.code)
          await requireColleague(colleagues, actor, body.owner, 'owner')
          await addTask(trx, vault, actor, found, { ...body, kind: 'own_words' })
          return { tasks: await listTasks(trx, vault, found.id) }
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}/tasks/{id}',
      summary: 'Do a task, hand it on, or move its day',
      access: access('update'),
      params: ByCode.extend({ id: z.uuid() }),
      body: TaskChange,
      answer: Tasks,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await requireColleague(colleagues, actor, body.owner, 'owner')
          await changeTask(trx, actor, found.id, params.id, body)
          if (body.done === true) await addEvent(trx, actor, found, { kind: 'task_done', facts: {} })
          return { tasks: await listTasks(trx, vault, found.id) }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/calendar',
      summary: 'The days that matter in the cases I am assigned to',
      access: access('read'),
      query: Between,
      answer: Calendar,
      handle: async ({ actor, db, query }) => ({
        entries: await db.as(actor, (trx) => listCalendar(trx, actor, { ...query, mine: true })),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/calendar',
      summary: 'The days that matter in this case',
      access: access('read'),
      params: ByCode,
      query: Between,
      answer: Calendar,
      handle: ({ actor, db, params, query }) =>
        db.as(actor, async (trx) => {
          const { id } = await getCase(trx, params.code)
          return { entries: await listCalendar(trx, actor, { ...query, caseId: id }) }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/calendar-file',
      summary: 'My calendar as an iCalendar file: days under neutral titles, without any content',
      access: access('read'),
      query: z.object({ language: z.enum(mainLanguages).default('en') }),
      async handle({ actor, db, query }) {
        const entries = await db.as(actor, (trx) =>
          listCalendar(trx, actor, { from: daysOn(today(), -31), until: daysOn(today(), 366), mine: true }),
        )
        const t = createTranslator('wb-casework').in(query.language)
        const titles = {
          task: t('calendar.neutral.task'),
          right: t('calendar.neutral.right'),
          proceeding: t('calendar.neutral.proceeding'),
          conference: t('calendar.neutral.conference'),
        }
        return new Response(toICalendar(entries, titles, now()), {
          headers: {
            'content-type': 'text/calendar; charset=utf-8',
            'content-disposition': 'attachment; filename="calendar.ics"',
            'cache-control': 'no-store',
          },
        })
      },
    }),
  ]
}

/** So many days after a day, or before it. */
export function daysOn(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
