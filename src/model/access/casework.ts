import type { ResourceTables } from '#platform/access'
import { assignedTo, ofCase, type Role, type Rule } from './roles.ts'

const both = (table: string) => ({
  organisation: ofCase(table),
  assigned: assignedTo(`${table}.case_id`),
})
/** Rows of the case whose code the acting person holds. */
const ofOwnCase = (column: string) => ({ sql: `${column} = (select cases_own())` })

/** Who may do what in the work on a case: safety, tasks, conferences, privileged notes, proceedings, the person's own view. */
export const resources = {
  safety: {
    about: 'how great the danger is, and what is agreed to keep the person safe',
    tables: {
      cases_safety_assessment: both('cases_safety_assessment'),
      cases_safety_measure: {
        ...both('cases_safety_measure'),
        holder: {
          sql: "cases_safety_measure.person_id = (select access_id('id')) and cases_safety_measure.shown_to_person",
        },
      },
    },
  },
  safety_place: {
    about: 'measures that tell of a place: sealed, each look with its reason on record',
    tables: { cases_safety_place: { assigned: assignedTo('cases_safety_place.case_id') } },
  },
  task: {
    about: 'what must be done by whom until when, and from what it came',
    tables: { cases_task: both('cases_task') },
  },
  breach: {
    about: 'deadlines that were missed: never taken back, only answered',
    tables: { cases_right_breach: both('cases_right_breach') },
  },
  conference: {
    about: 'conferences of several professions: who took part, what was shared, decided and taken on',
    tables: {
      cases_conference: both('cases_conference'),
      cases_conference_participant: both('cases_conference_participant'),
      cases_conference_item: both('cases_conference_item'),
    },
  },
  professional_note: {
    about: 'what was told under a profession’s secrecy: for those assigned who are of that profession',
    tables: {
      cases_professional_note: {
        assigned: {
          sql: `${assignedTo('cases_professional_note.case_id').sql} and cases_professional_note.profession = (select access_claim('profession'))`,
        },
      },
    },
  },
  proceeding: {
    about: 'steps before police, courts and authorities, with their days',
    tables: {
      cases_proceeding: { ...both('cases_proceeding'), holder: ofOwnCase('cases_proceeding.case_id') },
    },
  },
  after_closing: {
    about: 'closing and reopening, contacts after closing, return and reintegration',
    tables: {
      cases_closing: both('cases_closing'),
      cases_follow_up: both('cases_follow_up'),
      cases_pathway: both('cases_pathway'),
    },
  },
  question: {
    about: 'what the person has been asked already, by whom, and whether the answer may be used again',
    tables: { cases_question: both('cases_question') },
  },
  case_line: {
    about: 'adding a line to the time line of a case',
    tables: { cases_event: { assigned: assignedTo('cases_event.case_id') } },
  },
  person_code: {
    about: 'the code with which a person sees what is held about them, and what is not safe to show',
    tables: { cases_person_code: { organisation: ofCase('cases_person_code'), holder: 'person_id' } },
  },
  person_request: {
    about: 'what a person asked about their own record, and our answer',
    tables: {
      cases_person_request: { ...both('cases_person_request'), holder: 'person_id' },
    },
  },
  own_record: {
    about: 'what a person sees of their own record with their code, and who looked at it',
    tables: {
      cases_case: { holder: ofOwnCase('cases_case.id') },
      cases_person: { holder: 'id' },
      cases_identity: { holder: 'person_id' },
      cases_consent: { holder: 'person_id' },
      cases_right: { holder: ofOwnCase('cases_right.case_id') },
      audit_entry: { holder: { sql: 'audit_entry.subject in (select cases_own_names())' } },
    },
  },
} as const satisfies Record<string, ResourceTables>

type Resource = keyof typeof resources

const onTheCase = (
  resource: Resource,
  actions: readonly string[],
  because: string,
  assigned: readonly Role[] = ['lawyer', 'counsellor'],
): Rule[] => [
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource,
    actions,
    ownership: 'organisation',
    purposes: ['protection'],
    because,
  })),
  ...assigned.map((role): Rule => ({
    role,
    resource,
    actions,
    ownership: 'assigned',
    purposes: ['protection'],
    because: `${because}, where they are assigned`,
  })),
]

const bySystem = (resource: Resource, actions: readonly string[], because: string): Rule => ({
  role: 'system',
  resource,
  actions,
  ownership: 'any',
  purposes: ['operation'],
  because,
})

const byThePerson = (resource: Resource, actions: readonly string[], because: string): Rule => ({
  role: 'person',
  resource,
  actions,
  ownership: 'holder',
  purposes: ['own_record'],
  because,
})

export const rules: readonly Rule[] = [
  ...onTheCase('safety', ['read', 'create', 'update'], 'plans the person’s safety', ['counsellor']),
  ...(['case_worker', 'intake_worker', 'counsellor'] as const).map((role): Rule => ({
    role,
    resource: 'safety_place',
    actions: ['read', 'create', 'update'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'keeps the person safe in a place; everyone else need not know it',
  })),
  ...onTheCase('task', ['read', 'create', 'update'], 'does the work of the case'),
  ...onTheCase('breach', ['read', 'create', 'update'], 'answers for deadlines', ['lawyer']),
  ...onTheCase('conference', ['read', 'create', 'update'], 'plans together with other professions'),
  ...(['case_worker', 'intake_worker', 'lawyer', 'counsellor'] as const).map((role): Rule => ({
    role,
    resource: 'professional_note',
    actions: ['read', 'create'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'keeps what was told to their own profession; nobody else may read it',
  })),
  ...onTheCase('proceeding', ['read', 'create', 'update'], 'accompanies the person before authorities'),
  ...onTheCase('after_closing', ['read', 'create', 'update'], 'stays with the person after closing', [
    'counsellor',
  ]),
  ...onTheCase('question', ['read', 'create'], 'spares the person being asked again'),
  ...onTheCase('person_request', ['read', 'update'], 'answers the person', ['counsellor']),
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'person_code',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'gives the person the code, and says what is not safe to show',
  })),
  ...(['lawyer', 'counsellor'] as const).map((role): Rule => ({
    role,
    resource: 'case_line',
    actions: ['create'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'what they did in a case stands in its time line',
  })),
  ...(['case', 'right'] as const).map((resource): Rule => ({
    role: 'counsellor',
    resource,
    actions: ['read'],
    ownership: 'assigned',
    purposes: ['protection'],
    because: 'counsels or treats in the cases they are assigned to',
  })),
  bySystem('task', ['read', 'create', 'update'], 'makes tasks of clocks, triggers and what the person asked'),
  bySystem('breach', ['read', 'create'], 'notices a deadline that has passed'),
  bySystem('case_line', ['create'], 'says in the time line what a clock did'),
  bySystem('person_request', ['read'], 'makes a task of what the person asked'),
  {
    role: 'system',
    resource: 'right',
    actions: ['read'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'reads the clocks, to remind and to notice what was missed',
  },
  byThePerson('own_record', ['read'], 'it is about them'),
  byThePerson('safety', ['read'], 'what is agreed for their safety, where showing it is safe'),
  byThePerson('proceeding', ['read'], 'what comes before the authorities concerns them'),
  byThePerson('person_code', ['read'], 'what is hidden stays hidden'),
  byThePerson('person_request', ['read', 'create'], 'may ask, correct and object'),
]
