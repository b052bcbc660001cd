import type { ResourceTables } from '#platform/access'
import { assignedTo, ofCase, organisation, type Role, type Rule } from './roles.ts'

/** Who may do what with partners, shelters, services, referrals, and the copies that left. */
export const resources = {
  partner: {
    about: 'the organisation’s own directory of partners, what they offer and to whom',
    tables: { cases_partner: { organisation } },
  },
  need: {
    about: 'what a person needs of a place and of services, sealed',
    tables: { cases_need: { organisation: ofCase('cases_need') } },
  },
  service: {
    about: 'services planned for a person, and what became of them',
    tables: {
      cases_service: { organisation: ofCase('cases_service'), assigned: assignedTo('cases_service.case_id') },
    },
  },
  care: {
    about: 'what a health worker or counsellor wrote: its author’s alone, sealed',
    tables: { cases_care: { self: 'author' } },
  },
  referral: {
    about: 'whom a partner was asked to help, every copy that was given, and every recall',
    tables: {
      cases_referral: { organisation: ofCase('cases_referral') },
      cases_copy: { organisation: ofCase('cases_copy') },
      cases_recall: { organisation: ofCase('cases_recall') },
      cases_given_file: { organisation: ofCase('cases_given_file') },
      cases_erased_copy: { organisation },
    },
  },
  received: {
    about: 'what partners gave us to read, while the person’s consent holds, and what they took back',
    tables: {
      cases_referral: { holder: { sql: 'cases_referral.id in (select cases_referrals_held())' } },
      cases_copy: { holder: { sql: 'cases_copy.id in (select cases_copies_held())' } },
      cases_recall: { holder: { sql: 'cases_recall.copy_id in (select cases_recalls_held())' } },
      cases_erased_copy: {
        holder: { sql: "cases_erased_copy.recipient_organisation_id = (select access_id('organisation'))" },
      },
    },
  },
  shelter: {
    about: 'shelters, their rooms, and who stays where',
    tables: {
      cases_shelter: { organisation },
      cases_room: { organisation },
      cases_stay: { organisation: ofCase('cases_stay') },
    },
  },
  shelter_address: {
    about: 'where a shelter is: sealed under its own key, each look with its reason on record',
    tables: { cases_shelter_address: { organisation } },
  },
} as const satisfies Record<string, ResourceTables>

const workers = ['case_worker', 'intake_worker'] as const

const forWorkers = (rule: Omit<Rule, 'role' | 'purposes'>): Rule[] =>
  workers.map((role) => ({ ...rule, role, purposes: ['protection'] }))

export const rules: readonly Rule[] = [
  ...forWorkers({
    resource: 'partner',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    because: 'keeps the directory they refer people by',
  }),
  {
    role: 'administrator',
    resource: 'partner',
    actions: ['read', 'create', 'update', 'link'],
    ownership: 'organisation',
    purposes: ['administration'],
    because: 'keeps the directory, and says which partner is which organisation of this installation',
  },
  ...forWorkers({
    resource: 'need',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    because: 'finds people a place and the right help',
  }),
  ...forWorkers({
    resource: 'service',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    because: 'plans the help and answers for it',
  }),
  {
    role: 'lawyer',
    resource: 'service',
    actions: ['read'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'must know what is planned in the cases they are assigned to',
  },
  ...forWorkers({
    resource: 'care',
    actions: ['read', 'create', 'update'],
    ownership: 'self',
    because: 'keeps their own professional notes, which nobody else opens',
  }),
  ...forWorkers({
    resource: 'referral',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    because: 'asks partners for help, sees every copy that left, and recalls it',
  }),
  {
    role: 'system',
    resource: 'referral',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'reminds a partner that does not answer, lets the request expire, and recalls copies',
  },
  ...([...workers, 'lawyer'] as const satisfies readonly Role[]).map((role): Rule => ({
    role,
    resource: 'received',
    actions: ['read', 'update'],
    ownership: 'holder',
    purposes: ['protection'],
    because: 'their organisation was asked to help, and the person’s consent holds',
  })),
  ...forWorkers({
    resource: 'shelter',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    because: 'finds people a place and frees it again',
  }),
  ...forWorkers({
    resource: 'shelter_address',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    because: 'brings people there; each look has its reason on record',
  }),
  {
    role: 'administrator',
    resource: 'shelter',
    actions: ['read'],
    ownership: 'organisation',
    purposes: ['administration'],
    because: 'answers for beds and closures; the addresses stay closed',
  },
]
