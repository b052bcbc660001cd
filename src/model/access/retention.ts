import type { ResourceTables } from '#platform/access'
import { organisation, type Rule } from './roles.ts'

/** Who may keep a case from being erased, and who may have it erased. */
export const resources = {
  hold: {
    about: 'legal holds: a case that must not be erased, why and until when',
    tables: { cases_hold: { organisation } },
  },
  erasure: {
    about: 'erasures proposed and done: what is left of a case or report that is gone',
    tables: { cases_erasure: { organisation } },
  },
} as const satisfies Record<string, ResourceTables>

export const rules: readonly Rule[] = [
  ...(['case_worker', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'hold',
    actions: ['read', 'create', 'update'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'knows of proceedings and claims that a record is needed for',
  })),
  {
    role: 'case_worker',
    resource: 'erasure',
    actions: ['read', 'create', 'update', 'execute'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'answers to the person who asks to be forgotten, and to the schedule',
  },
  {
    role: 'intake_worker',
    resource: 'erasure',
    actions: ['read'],
    ownership: 'organisation',
    purposes: ['protection'],
    because: 'sees what was erased and why; erasing is for those who keep the cases',
  },
  {
    role: 'system',
    resource: 'erasure',
    actions: ['read', 'create', 'update', 'execute'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'proposes what is due, erases it where the operator says so, and erases again after a restore',
  },
  {
    role: 'system',
    resource: 'hold',
    actions: ['read', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because:
      'proposes nothing that a hold keeps; lifts what an older backup brought back with an erased case',
  },
]
