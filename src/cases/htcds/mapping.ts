import isoCountries from 'i18n-iso-countries'
import type { CaseFacts, ChildAnswer } from '../record/case.ts'
import type { Marks } from '../screening/screening.ts'
import { ageOn } from './read-record.ts'
import type { HtcdsPlus } from './plus.ts'
import type { HtcdsRecord } from './standard.ts'

/** The standard's type of exploitation ↔ our fact. 'Other' says nothing the law has a word for. */
export const EXPLOITATION: Readonly<Record<string, string | null>> = {
  ForcedLabour: 'purposes.forced_labour',
  SexualExploitation: 'purposes.sexual_exploitation',
  ChildLabour: 'purposes.child_labour',
  ForcedMarriage: 'purposes.forced_marriage',
  Servitude: 'purposes.servitude',
  ForcedMilitaryByNonStateActors: 'purposes.armed_conflict',
  OrganRemoval: 'purposes.organ_removal',
  ForcedBegging: 'purposes.begging',
  ForcedAdoption: 'purposes.illegal_adoption',
  Surrogacy: 'purposes.surrogacy',
  Other: null,
}

/** Our narrower facts, under the standard's nearest value. */
const ALSO: Readonly<Record<string, string>> = {
  'purposes.prostitution': 'SexualExploitation',
  'purposes.commercial_sex_act': 'SexualExploitation',
  'purposes.pornography': 'SexualExploitation',
  'purposes.labour_exploitation': 'ForcedLabour',
}

/** The standard's method of control → our fact; null where it is kept as it is, since no fact says just that. */
export const CONTROL: Readonly<Record<string, string | null>> = {
  PhysicalThreats: 'means.threat_force',
  ThreatsLawEnforcement: 'means.threat',
  ThreatensChildrenFamily: 'means.threat',
  DebtBondage: 'purposes.debt_bondage',
  FalsePromises: 'means.deception',
  PhysicalAbuse: 'means.force',
  SexualAbuse: 'means.force',
  TakesEarnings: null,
  RestrictsFinancialAccess: null,
  RestrictsMedicalCare: null,
  WithholdsNecessities: null,
  PsychologicalAbuse: null,
  PsychoactiveSubstance: null,
  ExcessiveWorkingHours: 'means.exhausting_hours',
  WithholdsDocuments: 'acts.confiscate',
  Other: null,
}

/** Our indicator → the standard's method of control. Where the standard is narrower than what we know, nothing is claimed. */
const CONTROL_OF: Readonly<Record<string, string>> = {
  deception: 'FalsePromises',
  physical_and_sexual_violence: 'PhysicalAbuse',
  intimidation_and_threats: 'PsychologicalAbuse',
  retention_of_identity_documents: 'WithholdsDocuments',
  withholding_of_wages: 'TakesEarnings',
  debt_bondage: 'DebtBondage',
  excessive_overtime: 'ExcessiveWorkingHours',
  'coercion_at_destination.documents_taken': 'WithholdsDocuments',
  'coercion_at_destination.debt_bondage': 'DebtBondage',
  'coercion_at_destination.violence': 'PhysicalAbuse',
  'coercion_at_destination.threats_of_violence': 'PhysicalThreats',
  'coercion_at_destination.threat_authorities': 'ThreatsLawEnforcement',
  'coercion_at_destination.violence_family': 'ThreatensChildrenFamily',
  'coercion_at_destination.wages_withheld': 'TakesEarnings',
  'exploitation.excessive_hours': 'ExcessiveWorkingHours',
}

/** Our indicator → what the standard defines and has no value for. */
const MORE_CONTROL_OF: Readonly<Record<string, NonNullable<HtcdsPlus['control']>[number]>> = {
  restriction_of_movement: 'RestrictsMovement',
  isolation: 'Isolation',
  'coercion_at_destination.confinement': 'RestrictsMovement',
}

/** Our fact → a form of exploitation the standard has no value for. */
const MORE_EXPLOITATION_OF: Readonly<Record<string, NonNullable<HtcdsPlus['exploitation']>[number]>> = {
  'purposes.criminal_activity': 'ForcedCriminality',
  'purposes.compelled_crime': 'ForcedCriminality',
  'purposes.debt_bondage': 'DebtBondage',
  'purposes.slavery': 'Slavery',
}

/** Facts that a record states: only what it says, never what it leaves out. */
export function factsOf(record: HtcdsRecord, plus: HtcdsPlus | undefined): CaseFacts {
  const facts: CaseFacts = {}
  for (const value of list(record['vic_TypeOfExploitation'])) add(EXPLOITATION[value])
  for (const value of list(record['vic_MethodsOfControl'])) add(CONTROL[value])
  if (plus?.exploitation?.includes('ForcedCriminality')) add('purposes.criminal_activity')
  if (plus?.exploitation?.includes('Slavery')) add('purposes.slavery')
  const age = record['vic_AgeWhenTrafficked']
  if (typeof age === 'number') facts['victim.ageAtTime'] = age
  return facts
  function add(fact: string | null | undefined): void {
    if (fact) facts[fact] = true
  }
}

/** Under 18 today by the birth day; without one nobody knows, whatever the age back then. */
export function childOf(record: HtcdsRecord, today: string): ChildAnswer {
  const birth = record['prs_Birthdate']
  if (typeof birth === 'string') return ageOn(birth, today) < 18 ? 'yes' : 'no'
  return 'not_asked'
}

/** The first citizenship as ISO 3166-1 alpha-3. */
export function nationalityOf(record: HtcdsRecord): string | null {
  const [first] = list(record['prs_Citizenship'])
  return first === undefined ? null : (isoCountries.toAlpha3(first) ?? null)
}

/** Methods of control that marks speak for: the standard's, and ours beyond it. */
export function controlsOf(marks: Marks): { standard: string[]; more: NonNullable<HtcdsPlus['control']> } {
  const yes = Object.keys(marks).filter((id) => marks[id] === 'yes')
  return {
    standard: unique(yes.flatMap((id) => CONTROL_OF[id] ?? [])),
    more: unique(yes.flatMap((id) => MORE_CONTROL_OF[id] ?? [])),
  }
}

/** Types of exploitation that facts speak for: the standard's, and ours beyond it. */
export function exploitationOf(facts: CaseFacts): {
  standard: string[]
  more: NonNullable<HtcdsPlus['exploitation']>
} {
  const held = Object.keys(facts).filter((fact) => facts[fact] === true)
  const own = Object.entries(EXPLOITATION).flatMap(([value, fact]) => (fact ? [[fact, value] as const] : []))
  const values = new Map([...own, ...Object.entries(ALSO)])
  return {
    standard: unique(held.flatMap((fact) => values.get(fact) ?? [])),
    more: unique(held.flatMap((fact) => MORE_EXPLOITATION_OF[fact] ?? [])),
  }
}

export const list = (value: HtcdsRecord[string] | undefined): readonly string[] =>
  typeof value === 'object' ? value : []

export const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]
