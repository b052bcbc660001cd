import { sql } from 'kysely'
import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode, CaseEvent } from './case.ts'
import { getCase } from './case.store.ts'
import { EVENT_NOTE } from './event.store.ts'

/** What the time line is read by: each kind of event belongs to one group. */
export const TIMELINE_GROUPS = {
  safety: ['risk_assessed', 'risk_trigger', 'measure_agreed', 'measure_done', 'place_seen'],
  rights: ['right_done', 'right_reopened', 'right_missed', 'right_owned', 'breach_answered'],
  law: ['proceeding_noted', 'proceeding_changed', 'law_changed', 'law_asked'],
  team: ['conference_called', 'conference_held', 'conference_decided', 'assigned', 'task_done'],
  person: [
    'consent_given',
    'consent_withdrawn',
    'person_asked',
    'person_answered',
    'person_code_given',
    'person_code_revoked',
  ],
  identity: ['identity_seen', 'identity_changed'],
  screening: ['screened', 'decided', 'facts_changed'],
  notes: ['note'],
  course: ['opened', 'joined_lead', 'closed', 'reopened', 'followed_up', 'pathway_noted'],
} as const
export const TimelineGroup = z.enum([
  ...(Object.keys(TIMELINE_GROUPS) as [keyof typeof TIMELINE_GROUPS]),
  'other',
])
export type TimelineGroup = z.infer<typeof TimelineGroup>

const PAGE = 150
const known = Object.values(TIMELINE_GROUPS).flat()

/** A page of the time line: lines with their notes, and how many there are in each group and month of the whole. */
export const TimelinePage = z.object({
  events: z.array(CaseEvent),
  /** What to ask for the next page with; null: this was the last. */
  next: z.string().nullable(),
  groups: z.array(z.object({ group: TimelineGroup, count: z.int() })),
  months: z.array(z.object({ month: z.string(), count: z.int() })),
})
export type TimelinePage = z.infer<typeof TimelinePage>

/** The time line, a page at a time: two years of a case open as quickly as its first week. */
export function timelineRoutes(vault: Vault): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/timeline',
      summary: 'What happened in this case, newest first, a page at a time, by group and month',
      access: { resource: 'case', action: 'read', purpose: 'protection' },
      params: z.object({ code: CaseCode }),
      query: z.object({
        group: TimelineGroup.optional(),
        month: z
          .string()
          .regex(/^\d{4}-\d{2}$/, 'expected a month such as 2026-03')
          .optional(),
        before: z.uuid().optional().describe('The last line of the page before'),
      }),
      answer: TimelinePage,
      handle: ({ actor, db, params, query }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const all = trx.selectFrom('cases_event').where('case_id', '=', found.id)
          const counted = await all
            .select((eb) => [
              'kind',
              sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM')`.as('month'),
              eb.fn.countAll<number>().as('count'),
            ])
            .groupBy(['kind', 'month'])
            .execute()
          let page = all.selectAll()
          if (query.group === 'other') page = page.where('kind', 'not in', known)
          else if (query.group) page = page.where('kind', 'in', [...TIMELINE_GROUPS[query.group]])
          if (query.month) {
            page = page.where(sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM')`, '=', query.month)
          }
          if (query.before) {
            const last = trx
              .selectFrom('cases_event')
              .where('case_id', '=', found.id)
              .where('id', '=', query.before)
            page = page.where((eb) =>
              eb(eb.refTuple('at', 'id'), '<', last.select(['at', 'id']).$asTuple('at', 'id')),
            )
          }
          const rows = await page
            .orderBy('at', 'desc')
            .orderBy('id', 'desc')
            .limit(PAGE + 1)
            .execute()
          const shown = rows.slice(0, PAGE)
          const read = shown.some(({ note }) => note !== null) ? await vault.reader(trx, found.id) : undefined
          return {
            events: shown.map((row) => ({
              id: row.id,
              at: row.at.toISOString(),
              actor: row.actor,
              kind: row.kind,
              facts: row.facts as unknown as Record<string, unknown>,
              note: row.note && read ? read(row.note, EVENT_NOTE) : null,
            })),
            next: rows.length > PAGE ? shown.at(-1)!.id : null,
            groups: TimelineGroup.options.flatMap((group) => {
              const count = sumOf(counted.filter(({ kind }) => groupOf(kind) === group))
              return count === 0 ? [] : [{ group, count }]
            }),
            months: [...new Set(counted.map(({ month }) => month))]
              .toSorted((a, b) => (a < b ? 1 : -1))
              .map((month) => ({ month, count: sumOf(counted.filter((each) => each.month === month)) })),
          }
        }),
    }),
  ]
}

/** The group a kind of event is read under. */
export function groupOf(kind: string): TimelineGroup {
  const found = Object.entries(TIMELINE_GROUPS).find(([, kinds]) =>
    (kinds as readonly string[]).includes(kind),
  )
  return (found?.[0] as TimelineGroup | undefined) ?? 'other'
}

const sumOf = (rows: readonly { count: number }[]): number => rows.reduce((sum, { count }) => sum + count, 0)
