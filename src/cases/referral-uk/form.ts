import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const Field = z.object({
  id: z.string(),
  label: z.string(),
  section: z.string(),
  options: z.array(z.string()).optional(),
  naming: z.boolean().optional().describe('Could name the person: never part of an anonymous notification'),
  long: z.boolean().optional(),
})

const Form = z.object({
  standard: z.string(),
  source: z.string(),
  licence: z.string(),
  sections: z.array(z.string()),
  fields: z.array(Field),
})

/** The Home Office's referral form, its fields as published. */
export const ukForm = Form.parse(
  JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../data/standards/uk-nrm.json', import.meta.url)), 'utf8'),
  ),
)

/** Answers by the form's own field ids; an absent one is not answered yet. */
export const UkAnswers = z.record(z.string().max(100), z.string().max(100_000))
export type UkAnswers = z.infer<typeof UkAnswers>

const known = new Map(ukForm.fields.map((field) => [field.id, field]))

export type UkMistake = { field: string; found: string; expected: string }

/** What is wrong with answers: fields and options the form does not have, days that cannot be. */
export function mistakesIn(answers: UkAnswers, today: string): UkMistake[] {
  return Object.entries(answers).flatMap(([id, value]): UkMistake[] => {
    const field = known.get(id)
    if (!field) return [{ field: id, found: 'a field the form does not have', expected: 'one of its own' }]
    if (field.options && !field.options.includes(value))
      return [{ field: id, found: 'another answer', expected: `one of ${field.options.join(', ')}` }]
    if (id === 'pv-dob' && (!z.iso.date().safeParse(value).success || value > today))
      return [{ field: id, found: 'no day that can be', expected: 'a day until today, as YYYY-MM-DD' }]
    return []
  })
}

type When = (answers: UkAnswers) => boolean
const is =
  (field: string, ...values: string[]): When =>
  (answers) =>
    values.includes(answers[field] ?? '')
const always: When = () => true
const any =
  (...whens: When[]): When =>
  (answers) =>
    whens.some((when) => when(answers))

/** What the form asks for, and when; `route` is how the referral is made. */
const REQUIRED: readonly [field: string, when: When, routes?: readonly UkRoute[]][] = [
  ['fr-location', always],
  ['user-organisation', always],
  ['fr-details-first-name', always],
  ['fr-details-last-name', always],
  ['fr-details-role', always],
  ['fr-details-phone', always],
  ['pv-under-age', always],
  ['local-authority-contacted-about-child-local-authority-name', is('pv-under-age', 'yes', 'not-sure')],
  ['pv-under-age-at-time-of-exploitation', is('pv-under-age', 'no')],
  ['what-happened', always],
  ['when-did-the-exploitation-take-place', always],
  ['how-did-the-exploitation-start', always],
  ['were-they-taken-somewhere-by-their-exploiter', always],
  [
    'were-they-taken-somewhere-by-their-exploiter-journey-details',
    is('were-they-taken-somewhere-by-their-exploiter', 'yes'),
  ],
  ['what-were-they-required-to-do', always],
  ['living-conditions', always],
  ['how-they-were-treated', always],
  ['still-in-exploitative-situation', always],
  ['how-why-did-they-leave-the-situation', is('still-in-exploitative-situation', 'no')],
  ['when-last-contact', always],
  ['is-this-the-first-chance-to-report', always],
  ['where-exploitation-happened', always],
  ['where-exploitation-happened-uk-city-1', is('where-exploitation-happened', 'uk', 'uk-and-overseas')],
  [
    'where-exploitation-happened-overseas-country-1',
    is('where-exploitation-happened', 'overseas', 'uk-and-overseas'),
  ],
  ['exploiters-location', always],
  ['future-exploitation-concerns', always],
  ['future-exploitation-reasons', is('future-exploitation-concerns', 'yes')],
  ['reported-to-police', always],
  ['authorities-cooperation', always, ['consent', 'child_duty']],
  ['does-pv-need-support', always, ['consent', 'child_duty']],
  ['pv-name-first-name', always, ['consent', 'child_duty']],
  ['pv-name-last-name', always, ['consent', 'child_duty']],
  ['pv-dob', always, ['consent', 'child_duty']],
  ['pv-gender', always],
  ['pv-nationality', always],
  ['pv-interpreter-requirements', always, ['consent', 'child_duty']],
  [
    'pv-interpreter-requirements-language',
    is('pv-interpreter-requirements', 'yes'),
    ['consent', 'child_duty'],
  ],
  ['who-contact', always, ['consent', 'child_duty']],
  ['pv-contact-details-email-check', any(is('pv-contact-details', 'email')), ['consent', 'child_duty']],
  ['pv-contact-details-post-check', any(is('pv-contact-details', 'post')), ['consent', 'child_duty']],
  ['someone-else-permission-check', is('who-contact', 'someone-else'), ['consent']],
  ['refuse-nrm', always, ['duty_to_notify']],
]

/** By the adult's consent; for a child, whose referral is a duty; or an anonymous notification of an adult who declines. */
export type UkRoute = 'consent' | 'child_duty' | 'duty_to_notify'

/** What the form still needs for this route, in the form's order; one of the kinds of exploitation counts as one. */
export function missingIn(answers: UkAnswers, route: UkRoute): string[] {
  const missing = REQUIRED.filter(
    ([field, when, routes]) =>
      (routes === undefined || routes.includes(route)) &&
      when(answers) &&
      (answers[field] ?? '').trim() === '',
  ).map(([field]) => field)
  const hasKind = Object.keys(answers).some(
    (field) => field.startsWith('types-of-exploitation-') && answers[field] === 'yes',
  )
  return hasKind ? missing : [...missing, 'types-of-exploitation-other']
}

/** Answers that contradict each other: both stay, and whoever writes is told. */
export function contradictionsIn(answers: UkAnswers, today: string): string[] {
  const birth = answers['pv-dob']
  if (birth === undefined || !z.iso.date().safeParse(birth).success) return []
  const eighteen = `${Number(birth.slice(0, 4)) + 18}${birth.slice(4)}`
  const isChild = today < eighteen
  const says = answers['pv-under-age']
  return (says === 'yes' && !isChild) || (says === 'no' && isChild) ? ['pv-under-age', 'pv-dob'] : []
}

/** The answers that may leave by this route: a notification of an adult who declines names nobody. */
export function leaving(answers: UkAnswers, route: UkRoute): UkAnswers {
  if (route !== 'duty_to_notify') return answers
  return Object.fromEntries(Object.entries(answers).filter(([id]) => known.get(id)?.naming !== true))
}
