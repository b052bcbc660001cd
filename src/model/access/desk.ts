import type { ResourceTables } from '#platform/access'
import { ofReport, type Rule } from './roles.ts'

/** Who may do what at the desk: who sees to a report, from whom it is hidden, what it has in common with others. */
export const resources = {
  desk: {
    about: 'who sees to a report, and where and when its reporter can be reached safely (sealed)',
    tables: {
      intake_responsible: { organisation: ofReport('intake_responsible') },
      intake_contact: { organisation: ofReport('intake_contact') },
    },
  },
  recusal: {
    about:
      'who must never see a report, because it names them or somebody close to them; they do not see this either',
    tables: { intake_recusal: { organisation: ofReport('intake_recusal') } },
  },
  duplicate: {
    about: 'what reports have in common, as keyed hashes, and what a person decided of two of them',
    tables: {
      intake_marks: { organisation: ofReport('intake_marks') },
      intake_likeness: {
        organisation: {
          sql: `${ofReport('intake_likeness', 'low_id').sql} and intake_likeness.high_id not in (select intake_recused())`,
        },
      },
    },
  },
  hand_over: {
    about: 'handing what a colleague saw to over to another when they leave; numbers alone are read',
    tables: {},
  },
  intake_count: {
    about: 'how many reports came by week, way in and danger; no id',
    tables: {},
  },
  text_session: {
    about: 'a talk by text messages that is not finished, sealed under the number it comes from',
    tables: { intake_text_session: { holder: 'id' } },
  },
} as const satisfies Record<string, ResourceTables>

const receivers = ['intake_worker', 'case_worker'] as const

const forReceivers = (rule: Omit<Rule, 'role' | 'purposes' | 'ownership'>): Rule[] =>
  receivers.map((role) => ({
    ...rule,
    role,
    ownership: 'organisation',
    purposes: ['intake', 'protection'],
  }))

export const rules: readonly Rule[] = [
  ...forReceivers({
    resource: 'desk',
    actions: ['read', 'create', 'update', 'delete'],
    because: 'shares out the reports of their own organisation, and notes how a reporter is reached safely',
  }),
  ...forReceivers({
    resource: 'recusal',
    actions: ['read', 'create', 'delete'],
    because: 'hides a report from whom it names; those it is hidden from cannot lift it',
  }),
  ...forReceivers({
    resource: 'duplicate',
    actions: ['read', 'create', 'update', 'delete'],
    because: 'finds reports of the same event, and says so; nothing is merged',
  }),
  {
    role: 'administrator',
    resource: 'hand_over',
    actions: ['read', 'create'],
    ownership: 'organisation',
    purposes: ['administration'],
    because: 'sees to it that nothing is left with somebody who left, without reading any of it',
  },
  {
    role: 'system',
    resource: 'intake_count',
    actions: ['read'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'tells whoever runs the server how much comes in',
  },
  {
    role: 'reporter',
    resource: 'text_session',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'holder',
    purposes: ['reporting'],
    because: 'goes on where the last message stopped',
  },
]
