import type { AccessRule } from '#platform/access'

export const ROLES = [
  'reporter',
  'person',
  'intake_worker',
  'case_worker',
  'investigator',
  'analyst',
  'liaison_officer',
  'lawyer',
  'counsellor',
  'policy_officer',
  'administrator',
  'system',
] as const
export type Role = (typeof ROLES)[number]

export const PURPOSES = [
  'reporting',
  'intake',
  'protection',
  'analysis',
  'investigation',
  'cooperation',
  'law',
  'policy',
  'administration',
  'operation',
  'own_record',
] as const
export type Purpose = (typeof PURPOSES)[number]

export const STAFF_ROLES = ROLES.filter(
  (role) => role !== 'reporter' && role !== 'person' && role !== 'system',
)

export type Rule = AccessRule<Role, Purpose>

export const everyone = (rule: Omit<Rule, 'role' | 'purposes'>): Rule[] =>
  ROLES.map((role) => ({ ...rule, role, purposes: PURPOSES }))

/** Rows of a case's other tables, for those assigned to the case. */
export const assignedTo = (column: string) => ({ sql: `${column} in (select cases_mine())` })

export const organisation = 'organisation_id'

const own = (table: string) => `${table}.organisation_id = (select access_id('organisation'))`

/** Rows of the own organisation's reports, but for those whom a report names: to them it is not there. */
export const ofReport = (table: string, column = 'report_id') => ({
  sql: `${own(table)} and ${table}.${column} not in (select intake_recused())`,
})

/** Rows of the own organisation's cases, but for those who are recused from the report a case was opened from. */
export const ofCase = (table: string, column = 'case_id') => ({
  sql: `${own(table)} and ${table}.${column} not in (select cases_recused())`,
})

/** The same for rows that know the person alone. */
export const ofPersonInCase = (table: string) => ({
  sql: `${own(table)} and ${table}.person_id not in (select cases_recused_people())`,
})
