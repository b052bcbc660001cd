import { sql } from 'kysely'
import { systemActor } from '#platform/access'
import type { Database } from '#platform/db'
import { childBy } from '../record/age.ts'
import { addTask } from '../tasks/task.store.ts'
import { localDay } from './local-day.ts'

const WATCH = systemActor('cases.watch')

type Growing = {
  person_id: string
  case_id: string
  organisation_id: string
  jurisdiction: string
  of_age_on: string | null
  age_years: number | null
  age_on: string | null
  age_is_estimate: boolean
}

/** What an 18th birthday is told by: one task for a person, however often one looks. */
export const ofAge = (personId: string): string => `of_age:${personId}`

/**
 * Looks for people who count as children and turned 18: on their birthday where a birth date is written down, else on the
 * first day on which the age once told leaves it open. Each becomes one task, to look at age, rights and place again; what
 * is said of them is changed by a person. Returns how many were new.
 */
export async function watchAges(db: Database, now: Date): Promise<number> {
  const until = now.toISOString().slice(0, 10)
  const { rows } = await db.as(WATCH, (trx) =>
    sql<Growing>`select * from cases_growing_up(${until}::date)`.execute(trx),
  )
  const due = rows.flatMap((row) => {
    const today = localDay(row.jurisdiction, now)
    return isOfAge(row, today) ? [{ ...row, today }] : []
  })
  for (const { person_id, case_id, organisation_id, today } of due) {
    const found = { id: case_id, organisationId: organisation_id }
    const task = { kind: 'of_age' as const, due: today, source: ofAge(person_id) }
    await db.as(WATCH, (trx) => addTask(trx, undefined, WATCH, found, task))
  }
  return due.length
}

function isOfAge(row: Growing, today: string): boolean {
  if (row.of_age_on !== null) return row.of_age_on <= today
  if (row.age_years === null || row.age_on === null) return false
  const told = { years: row.age_years, on: row.age_on, isEstimate: row.age_is_estimate }
  // An age that left it open when it was told tells of no birthday.
  return childBy(told, row.age_on) === 'yes' && childBy(told, today) !== 'yes'
}
