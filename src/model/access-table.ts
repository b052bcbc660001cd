import type { AccessModel, AccessRule } from '#platform/access'

/**
 * The one table of who may do what: role × action × ownership × purpose. The row-level security policies, the
 * grants, the checks before a handler runs, `docs/access.md` and the access tests are made from it. A table of the
 * database that stands in no resource here is closed to everyone.
 */
const ROLES = [
  'reporter',
  'intake_worker',
  'case_worker',
  'investigator',
  'analyst',
  'liaison_officer',
  'lawyer',
  'policy_officer',
  'administrator',
  'system',
] as const
export type Role = (typeof ROLES)[number]

const PURPOSES = [
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
] as const
export type Purpose = (typeof PURPOSES)[number]

export const STAFF_ROLES = ROLES.filter((role) => role !== 'reporter' && role !== 'system')

type Rule = AccessRule<Role, Purpose>

const everyone = (rule: Omit<Rule, 'role' | 'purposes'>): Rule[] => ROLES.map((role) => ({ ...rule, role, purposes: PURPOSES }))

const resources = {
  audit: {
    about: 'the record of reads and writes, and its signed heads',
    tables: { audit_pending: {}, audit_entry: {}, audit_head: {} },
  },
  audit_line: { about: 'writing one line of the record', tables: { audit_pending: {} } },
  event: { about: 'saying that something happened', tables: { jobs_outbox: {} } },
  job: { about: 'handing events on and marking them done', tables: { jobs_outbox: {}, jobs_done: {} } },
} as const satisfies AccessModel['resources']

const rules: Rule[] = [
  ...everyone({
    resource: 'audit_line',
    actions: ['create'],
    ownership: 'any',
    because: 'whoever reads or writes leaves a line',
  }),
  ...everyone({ resource: 'event', actions: ['create'], ownership: 'any', because: 'an effect and its event are one transaction' }),
  {
    role: 'administrator',
    resource: 'audit',
    actions: ['read'],
    ownership: 'any',
    purposes: ['administration'],
    because: 'answers for who looked; the lines hold ids, never content',
  },
  {
    role: 'system',
    resource: 'audit',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'moves lines into the log and signs its heads',
  },
  {
    role: 'system',
    resource: 'job',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'hands events to their listeners',
  },
]

export const accessTable: AccessModel<Role, Purpose> = { roles: ROLES, purposes: PURPOSES, resources, rules }
