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

const everyone = (rule: Omit<Rule, 'role' | 'purposes'>): Rule[] =>
  ROLES.map((role) => ({ ...rule, role, purposes: PURPOSES }))

/** Rows of a case's other tables, for those assigned to the case. */
const assignedTo = (column: string) => ({ sql: `${column} in (select cases_mine())` })

const organisation = 'organisation_id'

const resources = {
  report: {
    about: 'a report, sealed, and the messages between its reporter and the team',
    tables: {
      intake_report: { organisation, holder: 'id' },
      intake_message: { organisation, holder: 'report_id' },
    },
  },
  lead: {
    about: 'something organised that a reviewer accepted, with the observations it rests on',
    tables: { cases_lead: { organisation } },
  },
  case: {
    about: 'a case under its code: screenings, rights with their clocks, consents, the time line',
    tables: {
      cases_case: { organisation, assigned: assignedTo('cases_case.id') },
      cases_assignment: { organisation, assigned: 'user_id' },
      cases_person: { organisation, assigned: assignedTo('cases_person.case_id') },
      cases_consent: { organisation },
      cases_screening: { organisation, assigned: assignedTo('cases_screening.case_id') },
      cases_event: { organisation, assigned: assignedTo('cases_event.case_id') },
    },
  },
  right: {
    about: 'the rights of a person in a case, with their clocks; renewed whenever the law is asked again',
    tables: { cases_right: { organisation, assigned: assignedTo('cases_right.case_id') } },
  },
  identity: {
    about: 'what names a person: sealed, for those assigned to the case, each look with its reason on record',
    tables: { cases_identity: { assigned: assignedTo('cases_identity.case_id') } },
  },
  pattern: {
    about: 'organised patterns among public observations, and what reviewers decided about them',
    tables: { detect_verdict: { organisation } },
  },
  places: {
    about: 'hotspots, series and routes: counts of areas, never of people; they live among the observations',
    tables: {},
  },
  warning: {
    about: 'the life of a warning about a place: who owns it, what it turned out to be',
    tables: { places_warning_life: {} },
  },
  import: {
    about: 'runs of imports and their mappings: who brought in which file, and how far it came',
    tables: { sources_import: {}, sources_mapping: {} },
  },
  account: {
    about:
      'the accounts and invitations of one organisation; their tables belong to sign-in, which asks for it',
    tables: {},
  },
  subject_key: {
    about: 'the wrapped key of each report and person: of no use without the sealed text and the keys folder',
    tables: { crypto_subject_key: { holder: 'subject' } },
  },
  audit: {
    about: 'the record of reads and writes, and its signed heads',
    tables: { audit_pending: {}, audit_entry: {}, audit_head: {} },
  },
  audit_line: { about: 'writing one line of the record', tables: { audit_pending: {} } },
  event: { about: 'saying that something happened', tables: { jobs_outbox: {} } },
  job: { about: 'handing events on and marking them done', tables: { jobs_outbox: {}, jobs_done: {} } },
} as const satisfies AccessModel['resources']

const rules: Rule[] = [
  {
    role: 'reporter',
    resource: 'subject_key',
    actions: ['read', 'create', 'update'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'seals and opens their own report, and may destroy its key',
  },
  ...(['intake_worker', 'case_worker', 'lawyer', 'investigator'] as const).map((role): Rule => ({
    role,
    resource: 'subject_key',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['intake', 'protection', 'investigation'],
    because: 'opens the sealed texts whose rows they may see; a key alone shows nothing',
  })),
  {
    role: 'system',
    resource: 'subject_key',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'wraps keys anew after a rotation, and destroys them when retention ends',
  },
  ...(['analyst', 'investigator'] as const).map((role): Rule => ({
    role,
    resource: 'pattern',
    actions: ['read', 'create'],
    ownership: 'organisation',
    purposes: ['analysis', 'investigation'],
    because: 'looks at what is organised and decides whether it is a lead',
  })),
  {
    role: 'system',
    resource: 'pattern',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'keeps patterns that were rejected from coming back unchanged',
  },
  ...(['analyst', 'investigator', 'intake_worker', 'case_worker', 'policy_officer'] as const).map(
    (role): Rule => ({
      role,
      resource: 'places',
      actions: ['read'],
      ownership: 'any',
      purposes: ['analysis'],
      because: 'plans protection, outreach and policy by place; counts below the threshold are withheld',
    }),
  ),
  {
    role: 'analyst',
    resource: 'places',
    actions: ['update'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'keeps the calendar of campaigns and outages that moves what is reported',
  },
  ...(['analyst', 'investigator', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'warning',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'takes up warnings about places and says what they turned out to be',
  })),
  ...(['case_worker', 'policy_officer'] as const).map((role): Rule => ({
    role,
    resource: 'warning',
    actions: ['read'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'must know early where people may need help',
  })),
  {
    role: 'system',
    resource: 'warning',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'opens a life for each new warning and closes it when it expires',
  },
  {
    role: 'administrator',
    resource: 'account',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    purposes: ['administration'],
    because: 'invites, locks and recovers the accounts of the own organisation, and of no other',
  },
  ...(['analyst', 'administrator'] as const).map((role): Rule => ({
    role,
    resource: 'import',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'brings in sources and mends what was rejected',
  })),
  ...(['investigator', 'policy_officer'] as const).map((role): Rule => ({
    role,
    resource: 'import',
    actions: ['read'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'must know where the observations behind a pattern or a figure come from',
  })),
  {
    role: 'system',
    resource: 'import',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'runs imports, acknowledges how far they came, and takes them up again after a stop',
  },
  ...everyone({
    resource: 'audit_line',
    actions: ['create'],
    ownership: 'any',
    because: 'whoever reads or writes leaves a line',
  }),
  ...everyone({
    resource: 'event',
    actions: ['create'],
    ownership: 'any',
    because: 'an effect and its event are one transaction',
  }),
  {
    role: 'reporter',
    resource: 'report',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'it is theirs: the code that opens it is their only key',
  },
  ...(['intake_worker', 'case_worker'] as const).map((role): Rule => ({
    role,
    resource: 'report',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    purposes: ['intake', 'protection'],
    because: 'answers the reports made to their own organisation, and opens cases from them',
  })),
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'case',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'works on the cases of their own organisation, under code names',
  })),
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'right',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'keeps the clocks of the cases of their own organisation',
  })),
  {
    role: 'lawyer',
    resource: 'right',
    actions: ['read', 'update'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'advises in the cases they are assigned to',
  },
  {
    role: 'lawyer',
    resource: 'case',
    actions: ['read'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'advises in the cases they are assigned to',
  },
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'identity',
    actions: ['read', 'create', 'update'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'meets the person; everyone else works with the code name',
  })),
  ...(['case_worker', 'intake_worker', 'investigator', 'analyst'] as const).map((role): Rule => ({
    role,
    resource: 'lead',
    actions: ['read', 'update'],
    ownership: 'organisation',
    purposes: ['protection', 'analysis', 'investigation'],
    because: 'takes up what their organisation was handed',
  })),
  {
    role: 'system',
    resource: 'lead',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'opens a lead when a reviewer accepted a pattern or a warning',
  },
  {
    role: 'system',
    resource: 'case',
    actions: ['read', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'asks the law again when facts or law change',
  },
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
