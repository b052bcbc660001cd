import type { ResourceTables } from '#platform/access'
import { organisation, type Rule } from './roles.ts'

/** Who may do what with records about persons that are compared: which of them tell of one person. */
export const resources = {
  person_list: {
    about:
      'records about persons that were brought to be compared, sealed, until a day; each look has its reason on record',
    tables: {
      detect_people_list: { organisation },
      detect_people_record: { organisation },
      detect_people_pair: { organisation },
    },
  },
  person_verdict: {
    about: 'what was decided of a pair of records: only added to, and gone with its list',
    tables: { detect_people_verdict: { organisation } },
  },
} as const satisfies Record<string, ResourceTables>

export const rules: readonly Rule[] = (['investigator', 'case_worker'] as const)
  .flatMap((role): Rule[] => [
    {
      role,
      resource: 'person_list',
      actions: ['read', 'create', 'delete'],
      ownership: 'organisation',
      purposes: ['investigation'],
      because: 'finds out which records of several agencies tell of one person, so that one is helped once',
    },
    {
      role,
      resource: 'person_verdict',
      actions: ['read', 'create'],
      ownership: 'organisation',
      purposes: ['investigation'],
      because: 'decides each pair; the machine joins none',
    },
  ])
  .concat([
    {
      role: 'system',
      resource: 'person_list',
      actions: ['read', 'delete'],
      ownership: 'any',
      purposes: ['operation'],
      because: 'erases lists whose day is over',
    },
  ])
