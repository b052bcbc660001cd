import type { ResourceTables } from '#platform/access'
import { ofReport, type Rule } from './roles.ts'

/** Who may do what with reports, and the keys that open what is sealed. */
export const resources = {
  report: {
    about: 'a report, sealed, and the messages between its reporter and the team',
    tables: {
      intake_report: { organisation: ofReport('intake_report', 'id'), holder: 'id' },
      intake_message: { organisation: ofReport('intake_message'), holder: 'report_id' },
    },
  },
  subject_key: {
    about: 'the wrapped key of each report and person: of no use without the sealed text and the keys folder',
    tables: { crypto_subject_key: { holder: 'subject' } },
  },
} as const satisfies Record<string, ResourceTables>

export const rules: readonly Rule[] = [
  {
    role: 'reporter',
    resource: 'subject_key',
    actions: ['read', 'create', 'update'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'seals and opens their own report, and may destroy its key',
  },
  {
    role: 'person',
    resource: 'subject_key',
    actions: ['read', 'create'],
    ownership: 'holder',
    purposes: ['own_record'],
    because: 'reads what is sealed about them, and seals what they ask',
  },
  ...(['intake_worker', 'case_worker', 'lawyer', 'counsellor', 'investigator'] as const).map(
    (role): Rule => ({
      role,
      resource: 'subject_key',
      actions: ['read', 'create'],
      ownership: 'any',
      purposes: ['intake', 'protection', 'investigation'],
      because: 'opens the sealed texts whose rows they may see; a key alone shows nothing',
    }),
  ),
  {
    role: 'system',
    resource: 'subject_key',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'wraps keys anew after a rotation, and destroys them when retention ends',
  },
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
]
