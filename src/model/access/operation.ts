import type { ResourceTables } from '#platform/access'
import { everyone, PURPOSES, type Rule, STAFF_ROLES } from './roles.ts'

/** Who may do what with what keeps the house: accounts, the record, events. */
export const resources = {
  account: {
    about:
      'the accounts and invitations of one organisation; their tables belong to sign-in, which asks for it',
    tables: {},
  },
  audit: {
    about: 'the record of reads and writes, and its signed heads',
    tables: { audit_pending: {}, audit_entry: {}, audit_head: {} },
  },
  audit_line: { about: 'writing one line of the record', tables: { audit_pending: {} } },
  event: { about: 'saying that something happened', tables: { jobs_outbox: {} } },
  notice: {
    about: 'whether somebody wishes to be told by e-mail, without content, that something waits',
    tables: { mail_wish: { self: 'user_id' } },
  },
  job: { about: 'handing events on and marking them done', tables: { jobs_outbox: {}, jobs_done: {} } },
} as const satisfies Record<string, ResourceTables>

export const rules: readonly Rule[] = [
  {
    role: 'administrator',
    resource: 'account',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    purposes: ['administration'],
    because: 'invites, locks and recovers the accounts of the own organisation, and of no other',
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
  ...STAFF_ROLES.map((role): Rule => ({
    role,
    resource: 'notice',
    actions: ['read', 'create', 'update'],
    ownership: 'self',
    purposes: PURPOSES,
    because: 'decides for themselves whether they are told',
  })),
  {
    role: 'system',
    resource: 'notice',
    actions: ['read', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'tells those who wished it, once a day',
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
