import type { CaseFacts, ChildAnswer, Identity } from '../record/case.ts'
import type { UkAnswers } from './form.ts'

/** What a case knows that the form asks for. */
export type UkKnown = {
  code: string
  child: ChildAnswer
  nationality: string | null
  facts: CaseFacts
  identity: Identity | undefined
  hasSigns: boolean
}

const KINDS: Readonly<Record<string, string>> = {
  'purposes.forced_labour': 'types-of-exploitation-forced-to-work',
  'purposes.labour_exploitation': 'types-of-exploitation-forced-to-work',
  'purposes.prostitution': 'types-of-exploitation-prostitution',
  'purposes.commercial_sex_act': 'types-of-exploitation-prostitution',
  'purposes.sexual_exploitation': 'types-of-exploitation-prostitution',
  'purposes.criminal_activity': 'types-of-exploitation-forced-to-commit-crime',
  'purposes.begging': 'types-of-exploitation-forced-to-commit-crime',
  'purposes.organ_removal': 'types-of-exploitation-organs-removed',
}

/** Answers the case already holds, so that nobody asks again. What is not known stays empty, never 'no'. */
export function prefill(known: UkKnown): UkAnswers {
  const { facts, identity } = known
  const answers: UkAnswers = { reference: known.code }
  const yesNo = (field: string, fact: string) => {
    if (typeof facts[fact] === 'boolean') answers[field] = facts[fact] ? 'yes' : 'no'
  }
  const age = {
    yes: 'yes',
    no: 'no',
    unknown: 'not-sure',
    declined: 'not-sure',
    not_asked: undefined,
  } as const
  if (age[known.child]) answers['pv-under-age'] = age[known.child]!
  const ageThen = facts['victim.ageAtTime']
  if (typeof ageThen === 'number')
    answers['pv-under-age-at-time-of-exploitation'] = ageThen < 18 ? 'yes' : 'no'
  else yesNo('pv-under-age-at-time-of-exploitation', 'victim.child')
  for (const [fact, field] of Object.entries(KINDS)) {
    if (facts[fact] !== true) continue
    const isChild = known.child === 'yes' && field === 'types-of-exploitation-prostitution'
    answers[isChild ? 'types-of-exploitation-child-exploitation' : field] = 'yes'
  }
  yesNo('were-they-taken-somewhere-by-their-exploiter', 'acts.transport')
  yesNo('authorities-cooperation', 'person.cooperates')
  yesNo('reported-to-police', 'person.complaint')
  if (known.hasSigns) answers['modern-slavery-indicators'] = 'yes'
  if (known.nationality !== null) answers['pv-nationality'] = known.nationality
  if (identity?.birthDate !== undefined) answers['pv-dob'] = identity.birthDate
  if (identity?.name !== undefined && identity.name.trim() !== '') {
    const parts = identity.name.trim().split(/\s+/)
    // The form wants two names; a single one stands in both places rather than being made up.
    answers['pv-name-first-name'] = parts[0]!
    answers['pv-name-last-name'] = parts.slice(1).join(' ') || parts[0]!
  }
  if (identity?.otherNames?.[0] !== undefined) answers['pv-name-nickname'] = identity.otherNames[0]
  return answers
}
