import type { HtcdsRecord } from '../htcds/standard.ts'
import type { HtcdsPlus } from '../htcds/plus.ts'

/** 1: said so. 0: said not so. -99: nobody knows, or nobody asked, as the codebook writes it. */
type Flag = 1 | 0 | -99

const list = (value: HtcdsRecord[string] | undefined): readonly string[] =>
  typeof value === 'object' ? value : []

/** Columns of the CTDC Global Dataset (codebook of 28 November 2017) that a record of ours can speak to, and from what. */
const CONTROL: Readonly<Record<string, readonly string[]>> = {
  meansOfControlDebtBondage: ['DebtBondage'],
  meansOfControlTakesEarnings: ['TakesEarnings'],
  meansOfControlRestrictsFinancialAccess: ['RestrictsFinancialAccess'],
  meansOfControlThreats: ['PhysicalThreats'],
  meansOfControlPsychologicalAbuse: ['PsychologicalAbuse'],
  meansOfControlPhysicalAbuse: ['PhysicalAbuse'],
  meansOfControlSexualAbuse: ['SexualAbuse'],
  meansOfControlFalsePromises: ['FalsePromises'],
  meansOfControlPsychoactiveSubstances: ['PsychoactiveSubstance'],
  meansOfControlRestrictsMovement: ['RestrictsMovement'],
  meansOfControlRestrictsMedicalCare: ['RestrictsMedicalCare'],
  meansOfControlExcessiveWorkingHours: ['ExcessiveWorkingHours'],
  meansOfControlUsesChildren: ['UsesChildren'],
  meansOfControlThreatOfLawEnforcement: ['ThreatsLawEnforcement'],
  meansOfControlWithholdsNecessities: ['WithholdsNecessities'],
  meansOfControlWithholdsDocuments: ['WithholdsDocuments'],
  meansOfControlOther: ['Other'],
}

const EXPLOITATION: Readonly<Record<string, readonly string[]>> = {
  isForcedLabour: ['ForcedLabour', 'ChildLabour'],
  isSexualExploit: ['SexualExploitation'],
  isForcedMarriage: ['ForcedMarriage'],
  isForcedMilitary: ['ForcedMilitaryByNonStateActors'],
  isOrganRemoval: ['OrganRemoval'],
  isOtherExploit: ['ForcedBegging', 'ForcedAdoption', 'Surrogacy', 'Other'],
}

const LABOUR: Readonly<Record<string, readonly string[]>> = {
  typeOfLabourAgriculture: ['A_AgricultureForestryAndFishing'],
  typeOfLabourBegging: ['ForcedBegging'],
  typeOfLabourConstruction: ['F_Construction'],
  typeOfLabourDomesticWork: ['T_ActivitiesOfHouseholdsAsEmployers'],
  typeOfLabourHospitality: ['I_AccommodationAndFoodServiceActivities'],
  typeOfLabourIllicitActivities: ['ForcedCriminality'],
  typeOfLabourManufacturing: ['C_Manufacturing'],
  typeOfLabourMiningOrDrilling: ['B_MiningAndQuarrying'],
  typeOfLabourTransportation: ['H_TransportationAndStorage'],
}

const SEX: Readonly<Record<string, readonly string[]>> = {
  typeOfSexProstitution: ['Prostitution'],
  typeOfSexPornography: ['Pornography'],
  typeOfSexRemoteInteractiveServices: ['RemoteInteractiveServices'],
  typeOfSexPrivateSexualServices: ['PrivateSexualServices'],
}

/** The columns a record of ours speaks to, 38 of the codebook's 62. Who may see a row of them is not decided here. */
export const ctdcColumns: readonly string[] = [
  'gender',
  'citizenship',
  ...Object.keys(CONTROL),
  ...Object.keys(EXPLOITATION),
  ...Object.keys(LABOUR),
  ...Object.keys(SEX),
]

/**
 * One person under CTDC's columns. A control or form that is not recorded is unknown (-99), never 0: a record of ours
 * says what was seen, and not that the rest was looked for.
 */
export function toCtdc({
  record,
  plus,
}: {
  record: HtcdsRecord
  plus: HtcdsPlus
}): Record<string, string | Flag> {
  const controls = new Set<string>([...list(record['vic_MethodsOfControl']), ...(plus.control ?? [])])
  const forms = new Set<string>(list(record['vic_TypeOfExploitation']))
  const work = new Set<string>([
    ...list(record['vic_ForcedLabourIndustry']),
    ...forms,
    ...(plus.exploitation ?? []),
  ])
  const flags = (of: Readonly<Record<string, readonly string[]>>, held: ReadonlySet<string>) =>
    Object.fromEntries(
      Object.entries(of).map(([column, values]): [string, Flag] => [
        column,
        values.some((value) => held.has(value)) ? 1 : -99,
      ]),
    )
  const gender = { Feminine: 'Female', Masculine: 'Male' }[String(record['prs_Gender'])]
  return {
    gender: gender ?? (record['prs_Gender'] === undefined ? -99 : 'Other'),
    citizenship: list(record['prs_Citizenship'])[0] ?? -99,
    ...flags(CONTROL, controls),
    ...flags(EXPLOITATION, forms),
    ...flags(LABOUR, work),
    ...flags(SEX, new Set(list(record['vic_TypeOfSexExploitation']))),
  }
}

/** Why no row leaves: said wherever somebody asks for one. */
export const ctdcRefusal =
  'rows about people leave for statistics only through a gate that keeps every combination of their columns from ' +
  'pointing at few people (k-anonymity with suppression, or noise); this version of Asylia has no such gate, so it writes ' +
  'none, whatever the consent'
