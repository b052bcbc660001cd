import type { ResourceTables } from '#platform/access'
import { ofCase, type Rule } from './roles.ts'

/** Who is let into a case, by whom, and who went in because it could not wait. */
export const resources = {
  joining: {
    about: 'who asked to work on a case or went in because it could not wait, and what another said to it',
    tables: { cases_joining: { organisation: ofCase('cases_joining') } },
  },
} as const satisfies Record<string, ResourceTables>

export const rules: readonly Rule[] = (['case_worker', 'intake_worker'] as const).map((role): Rule => ({
  role,
  resource: 'joining',
  actions: ['read', 'create', 'update'],
  ownership: 'organisation',
  purposes: ['protection'],
  because: 'asks to be let into a case, and answers others; never themselves, which the database sees to',
}))
