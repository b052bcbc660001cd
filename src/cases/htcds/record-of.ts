import isoCountries from 'i18n-iso-countries'
import type { ConsentPurpose, CopyField } from '../consent/consent.ts'
import type { CaseFacts, ChildAnswer, Identity } from '../record/case.ts'
import type { Marks } from '../screening/screening.ts'
import type { Decision } from '../screening/screening.store.ts'
import { controlsOf, exploitationOf, list, nationalityOf, unique } from './mapping.ts'
import type { HtcdsPlus } from './plus.ts'
import type { HtcdsRecord } from './standard.ts'

/** What was brought in under the standard for this person, whole. */
export type Kept = { record: HtcdsRecord; plus: HtcdsPlus | undefined }

/** What a case holds that the standard has a field for. */
export type HtcdsCase = {
  code: string
  codeName: string
  status: 'open' | 'closed'
  jurisdiction: string
  nationality: string | null
  child: ChildAnswer
  facts: CaseFacts
  screenings: readonly { set: string; on: string; marks: Marks; decision: Decision | null }[]
  proceedings: NonNullable<HtcdsPlus['proceedings']>
  identity: Identity | undefined
  kept: Kept | undefined
}

/** A decision → the trafficking status. Only a person's decision gives one; no screening does. */
const STATUS: Readonly<Record<Decision, string | undefined>> = {
  possible: 'PossibleVictimOfTrafficking',
  not_indicated: 'NotAVictimOfTrafficking',
  needs_more: undefined,
}

/**
 * A person's record as the case knows it now: what came in under the standard, and over it what was learned since.
 * Everything; `onlyAgreed` leaves what the person agreed to.
 */
export function recordOf(held: HtcdsCase): { record: HtcdsRecord; plus: HtcdsPlus } {
  const before = held.kept?.record ?? {}
  const marks: Marks = Object.assign({}, ...held.screenings.map((one) => one.marks)) as Marks
  const controls = controlsOf(marks)
  const exploitation = exploitationOf(held.facts)
  const decision = held.screenings.findLast((one) => one.decision !== null)?.decision ?? null
  const statusNow = decision === null ? undefined : STATUS[decision]
  const isCourts = before['vic_TraffickingStatus'] === 'ActualVictimOfTrafficking'
  const record: Record<string, HtcdsRecord[string]> = {
    ...before,
    cas_CaseOwner: before['cas_CaseOwner'] ?? held.code,
    cas_Status: statusOf(held.status, before['cas_Status']),
    ...named(held.identity, before),
    ...(held.nationality !== nationalityOf(before) && citizenship(held.nationality)),
    ...(statusNow !== undefined &&
      !isCourts && {
        vic_TraffickingStatus: statusNow,
        vic_TraffickingStatusDecisionMakingOrg: 'NGO',
      }),
    ...several('vic_MethodsOfControl', before, controls.standard),
    ...several('vic_TypeOfExploitation', before, exploitation.standard),
  }
  const kept = held.kept?.plus
  const screenings = [...(kept?.screenings ?? []), ...held.screenings]
  const proceedings = [...(kept?.proceedings ?? []), ...held.proceedings]
  const more = unique([...(kept?.exploitation ?? []), ...exploitation.more])
  const moreControl = unique([...(kept?.control ?? []), ...controls.more])
  const plus: HtcdsPlus = {
    ...kept,
    version: 1,
    caseCode: held.code,
    personCodeName: held.codeName,
    jurisdiction: held.jurisdiction,
    noAnswer: { ...noAnswers(held, record), ...kept?.noAnswer },
    ...(more.length > 0 && { exploitation: more }),
    ...(moreControl.length > 0 && { control: moreControl }),
    ...(screenings.length > 0 && { screenings }),
    ...(proceedings.length > 0 && { proceedings }),
  }
  const filled = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))
  return { record: filled, plus }
}

/** The parts of a record that a consent's field covers; what no field covers stays with us. */
const COVERS: readonly [CopyField, RegExp][] = [
  ['code_name', /^cas_CaseOwner$/],
  ['name', /^prs_(Salutation|FirstName|MiddleName|SecondName|Title|IdentityNumber)$/],
  ['contact', /^prs_(Email|HomePhone|MobilePhone|Mailing)/],
  ['age', /^(prs_Birthdate|vic_AgeWhenTrafficked)$/],
  ['nationality', /^prs_Citizenship$/],
  [
    'needs',
    /^(prs_(Gender|Deceased|MaritalStatus|NumberOfChildren|PrimaryLanguage|SecondaryLanguage|HighestLevelOfEducation)|spl_|vic_Vulnerabilities|vic_DetailsOfVulnerabilities)/,
  ],
  ['screening', /^(vic_(?!AgeWhenTrafficked|Vulnerabilities|DetailsOf)|hte_|per_)/],
  ['rights', /^(cas_(?!CaseOwner|Status)|cco_|org_)/],
]

/** What always goes: that there is a case, and whether there was consent. */
const ALWAYS = /^(con_Consent|cas_Status)$/

/** Leaves of a record what these fields of a consent speak of. Without any, next to nothing is left. */
export function onlyAgreed(
  { record, plus }: { record: HtcdsRecord; plus: HtcdsPlus },
  fields: readonly string[],
): { record: HtcdsRecord; plus: HtcdsPlus } {
  const covered = (name: string) =>
    ALWAYS.test(name) || COVERS.some(([field, pattern]) => fields.includes(field) && pattern.test(name))
  const has = (field: CopyField) => fields.includes(field)
  const { caseCode, personCodeName, noAnswer, provenance, supportPlans, comments, proceedings, ...rest } =
    plus
  const { exploitation, control, perpetrators, events, screenings, jurisdiction } = rest
  const byName = <T>(of: Readonly<Record<string, T>> | undefined) =>
    Object.fromEntries(Object.entries(of ?? {}).filter(([name]) => covered(name)))
  return {
    record: { ...byName(record), con_Consent: true },
    plus: {
      version: 1,
      noAnswer: byName(noAnswer),
      ...(provenance && { provenance: byName(provenance) }),
      ...(jurisdiction && { jurisdiction }),
      ...(has('code_name') && { caseCode, personCodeName }),
      ...(has('screening') && { exploitation, control, perpetrators, events, screenings }),
      ...(has('needs') && { supportPlans }),
      ...(has('rights') && { comments, proceedings }),
    },
  }
}

export type Recipient = { purpose: ConsentPurpose; recipient: string }

function statusOf(status: 'open' | 'closed', before: HtcdsRecord[string] | undefined): string {
  if (status === 'open') return before === 'FollowUp' ? 'FollowUp' : 'Active'
  return before === 'ClosedReferred' ? 'ClosedReferred' : 'Closed'
}

/** The name as it came in parts, unless another was written down since: then it stands whole in the first part. */
function named(identity: Identity | undefined, before: HtcdsRecord): Record<string, string> {
  if (!identity) return {}
  const { name, birthDate, phone, document } = identity
  return {
    ...(name !== undefined &&
      name !== wholeName(before) && { prs_FirstName: name, prs_MiddleName: '', prs_SecondName: '' }),
    ...(birthDate !== undefined && { prs_Birthdate: birthDate }),
    ...(phone !== undefined &&
      ![before['prs_MobilePhone'], before['prs_HomePhone']].includes(phone) && { prs_MobilePhone: phone }),
    ...(document !== undefined && { prs_IdentityNumber: document }),
  }
}

/** The parts of a name as people write it. */
export const wholeName = (record: HtcdsRecord): string =>
  [record['prs_FirstName'], record['prs_MiddleName'], record['prs_SecondName']]
    .filter((part) => part !== undefined && part !== '')
    .join(' ')

const citizenship = (nationality: string | null): Record<string, string[]> => {
  const code = nationality === null ? undefined : (isoCountries.alpha3ToAlpha2(nationality) ?? nationality)
  return code === undefined ? {} : { prs_Citizenship: [code] }
}

function several(name: string, before: HtcdsRecord, more: readonly string[]): Record<string, string[]> {
  const all = unique([...list(before[name]), ...more])
  return all.length > 0 ? { [name]: all } : {}
}

/** Why a field has no value: what nobody asked is not what nobody knows. */
function noAnswers({ child, nationality }: HtcdsCase, record: HtcdsRecord): HtcdsPlus['noAnswer'] {
  const words = { unknown: 'unknown', declined: 'refused', not_asked: 'not_asked' } as const
  return {
    ...(record['prs_Birthdate'] === undefined &&
      child !== 'yes' &&
      child !== 'no' && { prs_Birthdate: words[child] }),
    ...(nationality === null &&
      record['prs_Citizenship'] === undefined && { prs_Citizenship: 'not_asked' as const }),
  }
}
