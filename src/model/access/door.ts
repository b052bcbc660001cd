import type { ResourceTables } from '#platform/access'
import { ofReport, organisation, type Rule } from './roles.ts'

/** Who may do what at the public door, beside the reports themselves: keys, second codes, drafts, files. */
export const resources = {
  door_key: {
    about: 'the public half of the key that reports to an organisation are sealed to',
    tables: { intake_door_key: { organisation } },
  },
  recipient: {
    about: 'members of staff who can open sealed reports; private halves are sealed under their passphrases',
    tables: {
      intake_recipient: { organisation, holder: 'user_id' },
      intake_door_share: { organisation, holder: 'user_id' },
    },
  },
  decoy: {
    about: 'the empty report beside each report, which a second code opens',
    // Made and given its code by the report's holder; opened, as if it were a report, by its own id.
    tables: { intake_decoy: { holder: 'report_id', assigned: 'id' } },
  },
  draft: {
    about: 'a report that was not sent yet, sealed under its code',
    tables: { intake_draft: { holder: 'id' } },
  },
  report_file: {
    about: 'a picture, recording or document of a report, sealed',
    tables: { intake_file: { organisation: ofReport('intake_file'), holder: 'report_id' } },
  },
  upload: {
    about: 'a file of a report on its way',
    tables: { intake_upload: { holder: 'report_id' } },
  },
} as const satisfies Record<string, ResourceTables>

const receivers = ['intake_worker', 'case_worker'] as const

export const rules: readonly Rule[] = [
  {
    role: 'reporter',
    resource: 'door_key',
    actions: ['read'],
    ownership: 'any',
    purposes: ['reporting'],
    because: 'seals what they tell to it',
  },
  ...receivers.map((role): Rule => ({
    role,
    resource: 'door_key',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    purposes: ['intake', 'protection'],
    because: 'makes the key of their own organisation, and seals the reports they enter to it',
  })),
  ...receivers.map((role): Rule => ({
    role,
    resource: 'recipient',
    actions: ['read', 'create', 'delete'],
    ownership: 'organisation',
    purposes: ['intake', 'protection'],
    because: 'admits colleagues to the sealed reports of their own organisation, and takes them out again',
  })),
  ...receivers.map((role): Rule => ({
    role,
    resource: 'recipient',
    actions: ['update'],
    ownership: 'holder',
    purposes: ['intake', 'protection'],
    because: 'changes the passphrase of their own key',
  })),
  {
    role: 'reporter',
    resource: 'decoy',
    actions: ['create', 'read', 'update'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'may take a second code for an empty report',
  },
  {
    role: 'reporter',
    resource: 'decoy',
    actions: ['read', 'update'],
    ownership: 'assigned',
    purposes: ['reporting'],
    because: 'who has the second code sees a report that is empty, and can write to it',
  },
  ...receivers.map((role): Rule => ({
    role,
    resource: 'decoy',
    actions: ['create'],
    ownership: 'any',
    purposes: ['intake', 'protection'],
    because: 'enters reports for others, and an empty one stands beside each',
  })),
  {
    role: 'reporter',
    resource: 'draft',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'it is theirs: only its code opens it',
  },
  {
    role: 'reporter',
    resource: 'report_file',
    actions: ['read', 'create', 'delete'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'sends files to their own report and may erase them',
  },
  ...receivers.map((role): Rule => ({
    role,
    resource: 'report_file',
    actions: ['read'],
    ownership: 'organisation',
    purposes: ['intake', 'protection'],
    because: 'looks at the files of reports made to their own organisation',
  })),
  {
    role: 'reporter',
    resource: 'upload',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'sends files to their own report, piece by piece',
  },
]
