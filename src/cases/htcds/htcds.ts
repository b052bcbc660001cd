import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { CaseFacts } from '../record/case.ts'
import type { Marks } from '../screening/screening.ts'
import type { Decision } from '../screening/screening.store.ts'

const Standard = z.object({
  standard: z.string(),
  source: z.string(),
  licence: z.string(),
  columns: z.array(z.string()),
  picklists: z.record(z.string(), z.array(z.string())),
})

/** The Human Trafficking Case Data Standard 2.0: its column names and picklists, as published. */
export const htcds = Standard.parse(
  JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../data/standards/htcds-2.0.json', import.meta.url)), 'utf8'),
  ),
)

/** What a case holds that the standard has a field for. No name: those leave only by a referral with consent. */
export type HtcdsCase = {
  code: string
  status: 'open' | 'closed'
  nationality: string | null
  /** A consent in force to share statistics. */
  consent: boolean
  decision: Decision | null
  marks: Marks
  facts: CaseFacts
}

/** Our indicator → the standard's value. Where the standard is narrower than what we know, nothing is claimed. */
const CONTROLS: Readonly<Record<string, string>> = {
  deception: 'FalsePromises',
  physical_and_sexual_violence: 'PhysicalAbuse',
  intimidation_and_threats: 'PsychologicalAbuse',
  retention_of_identity_documents: 'WithholdsDocuments',
  withholding_of_wages: 'TakesEarnings',
  debt_bondage: 'DebtBondage',
  excessive_overtime: 'ExcessiveWorkingHours',
}

/** Our fact → the standard's type of exploitation. */
const EXPLOITATION: Readonly<Record<string, string>> = {
  'purposes.forced_labour': 'ForcedLabour',
  'purposes.sexual_exploitation': 'SexualExploitation',
  'purposes.prostitution': 'SexualExploitation',
  'purposes.child_labour': 'ChildLabour',
  'purposes.forced_marriage': 'ForcedMarriage',
  'purposes.servitude': 'Servitude',
  'purposes.slavery': 'Servitude',
  'purposes.armed_conflict': 'ForcedMilitaryByNonStateActors',
  'purposes.organ_removal': 'OrganRemoval',
  'purposes.begging': 'ForcedBegging',
  'purposes.illegal_adoption': 'ForcedAdoption',
}

/** A decision → the trafficking status. Only a person's decision gives one; no screening does. */
const STATUS: Readonly<Record<Decision, string>> = {
  possible: 'PossibleVictimOfTrafficking',
  not_indicated: 'NotAVictimOfTrafficking',
  needs_more: '',
}

/** One row under the standard's own column names; a field we hold nothing for stays empty. */
export function toHtcds(held: HtcdsCase): Record<string, string> {
  const controls = Object.entries(CONTROLS).filter(([indicator]) => held.marks[indicator] === 'yes')
  const purposes = Object.entries(EXPLOITATION).filter(([fact]) => held.facts[fact] === true)
  const filled: Record<string, string> = {
    cas_CaseOwner: held.code,
    con_Consent: held.consent ? 'TRUE' : 'FALSE',
    prs_Citizenship: held.nationality ?? '',
    vic_TraffickingStatus: held.decision === null ? '' : STATUS[held.decision],
    vic_TraffickinStatusDecisionMakingOrg: held.decision === null ? '' : 'NGO',
    vic_MethodsOfControl: several(controls.map(([, value]) => value)),
    vic_TypeOfExploitation: several(purposes.map(([, value]) => value)),
    cas_Status: held.status === 'open' ? 'Active' : 'Closed',
  }
  return Object.fromEntries(htcds.columns.map((column) => [column, filled[column] ?? '']))
}

/** XLSForm's way of writing several choices: names with spaces between. */
function several(values: string[]): string {
  return [...new Set(values)].join(' ')
}
