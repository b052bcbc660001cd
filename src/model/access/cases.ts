import type { ResourceTables } from '#platform/access'
import { assignedTo, ofCase, ofPersonInCase, organisation, type Rule } from './roles.ts'

/** Who may do what with cases and what belongs to them. */
export const resources = {
  lead: {
    about: 'something organised that a reviewer accepted, with the observations it rests on',
    tables: { cases_lead: { organisation } },
  },
  case: {
    about: 'a case under its code: screenings, rights with their clocks, consents, the time line',
    tables: {
      cases_case: { organisation: ofCase('cases_case', 'id'), assigned: assignedTo('cases_case.id') },
      cases_assignment: {
        organisation: ofCase('cases_assignment'),
        assigned: {
          sql: "cases_assignment.user_id = (select access_id('id')) and cases_assignment.case_id not in (select cases_recused())",
        },
      },
      cases_person: { organisation: ofCase('cases_person'), assigned: assignedTo('cases_person.case_id') },
      cases_consent: { organisation: ofPersonInCase('cases_consent') },
      cases_screening: {
        organisation: ofCase('cases_screening'),
        assigned: assignedTo('cases_screening.case_id'),
      },
      cases_event: { organisation: ofCase('cases_event'), assigned: assignedTo('cases_event.case_id') },
    },
  },
  custody: {
    about: 'what a case was opened from or took in, with its receipt: only added to, and gone with the case',
    tables: {
      cases_custody: {
        organisation: ofCase('cases_custody'),
        assigned: assignedTo('cases_custody.case_id'),
      },
    },
  },
  right: {
    about: 'the rights of a person in a case, with their clocks; renewed whenever the law is asked again',
    tables: {
      cases_right: { organisation: ofCase('cases_right'), assigned: assignedTo('cases_right.case_id') },
    },
  },
  law_answer: {
    about: 'what the law was asked and answered, sealed and only added to; the catalogues it was asked of',
    tables: {
      law_answer: {
        organisation: ofCase('law_answer', 'subject'),
        assigned: assignedTo('law_answer.subject'),
        self: {
          sql: "law_answer.asked_by = (select access_id('id')) and law_answer.subject not in (select cases_recused())",
        },
      },
    },
  },
  law_catalogue: {
    about: 'each state of the catalogue of law that answered: public law, no one’s data',
    tables: { law_catalogue: {} },
  },
  identity: {
    about: 'what names a person: sealed, for those assigned to the case, each look with its reason on record',
    tables: { cases_identity: { assigned: assignedTo('cases_identity.case_id') } },
  },
} as const satisfies Record<string, ResourceTables>

export const rules: readonly Rule[] = [
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
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'custody',
    actions: ['read', 'create'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'opens a case from a lead, and must be able to say later what it rested on',
  })),
  ...(['lawyer', 'counsellor'] as const).map((role): Rule => ({
    role,
    resource: 'custody',
    actions: ['read'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'weighs what the case rests on, where they are assigned',
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
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because:
      'opens a lead when a reviewer accepted a pattern or a warning, and puts it aside when that is taken back',
  },
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'law_answer',
    actions: ['read', 'create'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'asks the law for the cases of their own organisation; what it answered stays',
  })),
  {
    role: 'lawyer',
    resource: 'law_answer',
    actions: ['read'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'reads what the law answered in the cases they are assigned to',
  },
  {
    role: 'lawyer',
    resource: 'law_answer',
    actions: ['read', 'create'],
    ownership: 'self',
    purposes: ['protection'],
    because: 'keeps answers to questions of their own',
  },
  {
    role: 'system',
    resource: 'law_answer',
    actions: ['read'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'finds the answers that the law has outrun, by what stands beside the seal',
  },
  ...(['case_worker', 'intake_worker', 'lawyer', 'system'] as const).map((role): Rule => ({
    role,
    resource: 'law_catalogue',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['protection', 'operation'],
    because: 'keeps the catalogue that answered, so that the answer can be computed again',
  })),
  {
    role: 'system',
    resource: 'case',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'tells a case, on its time line, that the law it was answered by changed',
  },
]
