import type { ResourceTables } from '#platform/access'
import { assignedTo, ofCase, type Rule } from './roles.ts'

/** Who may do what with where a case's facts come from, and with what comes and goes in a data standard. */
export const resources = {
  fact_source: {
    about: 'which marks of a screening a fact of the case rests on, and who confirmed it',
    tables: {
      cases_screening_fact: {
        organisation: ofCase('cases_screening_fact'),
        assigned: assignedTo('cases_screening_fact.case_id'),
      },
    },
  },
  case_import: {
    about: 'which rows of a file of cases came in before: hashes, no content',
    tables: { cases_htcds_import: { organisation: ofCase('cases_htcds_import') } },
  },
  standard_record: {
    about: 'a person as another system described them, and a referral being written: sealed, with names',
    tables: {
      cases_htcds: { assigned: assignedTo('cases_htcds.case_id') },
      cases_referral_uk: { assigned: assignedTo('cases_referral_uk.case_id') },
    },
  },
} as const satisfies Record<string, ResourceTables>

const workers = ['case_worker', 'intake_worker'] as const

const forWorkers = (rule: Omit<Rule, 'role' | 'purposes'>): Rule[] =>
  workers.map((role) => ({ ...rule, role, purposes: ['protection'] }))

export const rules: readonly Rule[] = [
  ...forWorkers({
    resource: 'fact_source',
    actions: ['read', 'create'],
    ownership: 'organisation',
    because: 'must be able to say where a fact of the case comes from',
  }),
  {
    role: 'lawyer',
    resource: 'fact_source',
    actions: ['read'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'weighs what the facts rest on in the cases they are assigned to',
  },
  ...forWorkers({
    resource: 'case_import',
    actions: ['read', 'create'],
    ownership: 'organisation',
    because: 'takes over cases from another system, each once',
  }),
  ...forWorkers({
    resource: 'standard_record',
    actions: ['read', 'create', 'update'],
    ownership: 'assigned',
    because: 'meets the person, and hands over what they agreed to',
  }),
]
