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
