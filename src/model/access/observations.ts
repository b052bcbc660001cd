import type { ResourceTables } from '#platform/access'
import { organisation, type Rule } from './roles.ts'

/** Who may do what with what is learned from public observations: patterns, places, warnings, imports. */
export const resources = {
  pattern: {
    about: 'organised patterns among public observations, and what reviewers decided about them',
    tables: {
      detect_verdict: { organisation },
      detect_regrouping: { organisation },
      detect_sign_verdict: { organisation },
    },
  },
  places: {
    about: 'hotspots, series and routes: counts of areas, never of people; they live among the observations',
    tables: {},
  },
  warning: {
    about: 'the life of a warning about a place: who owns it, what it turned out to be',
    tables: { places_warning_life: {}, places_warning_same: {} },
  },
  import: {
    about: 'runs of imports and their mappings: who brought in which file, and how far it came',
    tables: { sources_import: {}, sources_mapping: {} },
  },
} as const satisfies Record<string, ResourceTables>

export const rules: readonly Rule[] = [
  ...(['analyst', 'investigator'] as const).map((role): Rule => ({
    role,
    resource: 'pattern',
    actions: ['read', 'create'],
    ownership: 'organisation',
    purposes: ['analysis', 'investigation'],
    because: 'looks at what is organised and decides whether it is a lead',
  })),
  {
    role: 'system',
    resource: 'pattern',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'keeps patterns that were rejected from coming back unchanged',
  },
  ...(['analyst', 'investigator', 'intake_worker', 'case_worker', 'policy_officer'] as const).map(
    (role): Rule => ({
      role,
      resource: 'places',
      actions: ['read'],
      ownership: 'any',
      purposes: ['analysis'],
      because: 'plans protection, outreach and policy by place; counts below the threshold are withheld',
    }),
  ),
  {
    role: 'analyst',
    resource: 'places',
    actions: ['update'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'keeps the calendar of campaigns and outages that moves what is reported',
  },
  ...(['analyst', 'investigator', 'intake_worker'] as const).map((role): Rule => ({
    role,
    resource: 'warning',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'takes up warnings about places and says what they turned out to be',
  })),
  ...(['case_worker', 'policy_officer'] as const).map((role): Rule => ({
    role,
    resource: 'warning',
    actions: ['read'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'must know early where people may need help',
  })),
  {
    role: 'system',
    resource: 'warning',
    actions: ['read', 'create', 'update'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'opens a life for each new warning and closes it when it expires',
  },
  ...(['analyst', 'administrator'] as const).map((role): Rule => ({
    role,
    resource: 'import',
    actions: ['read', 'create'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'brings in sources and mends what was rejected',
  })),
  ...(['investigator', 'policy_officer'] as const).map((role): Rule => ({
    role,
    resource: 'import',
    actions: ['read'],
    ownership: 'any',
    purposes: ['analysis'],
    because: 'must know where the observations behind a pattern or a figure come from',
  })),
  {
    role: 'system',
    resource: 'import',
    actions: ['read', 'create', 'update', 'delete'],
    ownership: 'any',
    purposes: ['operation'],
    because: 'runs imports, acknowledges how far they came, and takes them up again after a stop',
  },
]
