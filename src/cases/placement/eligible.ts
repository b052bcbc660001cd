import { ADULT, type Eligibility, type Need } from './need.ts'

/** What stands against somebody being taken by a shelter or a service. */
export type Refusal =
  | 'sex'
  | 'sex_unknown'
  | 'age'
  | 'age_unknown'
  | 'families'
  | 'unaccompanied_child'
  | 'nationality'
  | 'status'
  | 'exploitation'

/** What is not known and decides: to be asked before going there. */
export type Question = 'ask_nationality' | 'ask_status' | 'ask_exploitation'

/**
 * Whether a person, with whoever stays with them, is taken. A sex or an age that is not known is held to fit only where
 * any would; what is merely not known of papers or exploitation is to be asked, and refuses nobody. A child whose age is
 * not known counts as a child (CRC General Comment 6, 31(i): the benefit of the doubt).
 */
export function eligible(
  rule: Eligibility,
  need: Need,
  nationality: string | null,
): { refusals: Refusal[]; questions: Question[] } {
  const refusals = new Set<Refusal>()
  const questions: Question[] = []
  const alone = need.companions.length === 0
  const members = [{ sex: need.sex, age: need.age }, ...need.companions]
  for (const [index, { sex, age }] of members.entries()) {
    const isCompanionChild = index > 0 && age !== null && age < ADULT
    // Children come with their mother or father, whatever their own sex or age.
    if (isCompanionChild) continue
    if (rule.sexes.length > 0) {
      if (sex === 'unknown') refusals.add('sex_unknown')
      else if (!rule.sexes.includes(sex)) refusals.add('sex')
    }
    if (age === null) {
      if (rule.ageFrom !== null || rule.ageTo !== null) refusals.add('age_unknown')
    } else if ((rule.ageFrom ?? 0) > age || (rule.ageTo ?? 200) < age) refusals.add('age')
  }
  if (!alone && !rule.families) refusals.add('families')
  if (alone && (need.age === null || need.age < ADULT) && !rule.unaccompaniedChildren)
    refusals.add('unaccompanied_child')
  if (rule.nationalities.length > 0) {
    if (nationality === null) questions.push('ask_nationality')
    else if (!rule.nationalities.includes(nationality)) refusals.add('nationality')
  }
  if (rule.statuses.length > 0) {
    if (need.status === 'unknown') questions.push('ask_status')
    else if (!rule.statuses.includes(need.status)) refusals.add('status')
  }
  if (rule.exploitation.length > 0) {
    if (need.exploitation.length === 0) questions.push('ask_exploitation')
    else if (!need.exploitation.some((kind) => rule.exploitation.includes(kind))) refusals.add('exploitation')
  }
  return { refusals: [...refusals], questions }
}
