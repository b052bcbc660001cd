import type { ComputedDeadline } from './deadline.ts'
import type { Phrases } from './phrases.ts'
import type { RightAnswer, RightsAnswer } from './rights.ts'

/** The words of one language: `locales/law/<language>.json`, and phrases of `data/law/translations.yaml`. */
export type SheetWords = {
  sheet: Record<string, string>
  rights: Record<string, string>
  steps: Record<string, string>
  phrases: Phrases
}

export type SheetOptions = {
  language: string
  words: SheetWords
  /** The person's code name; a sheet never bears a real one. */
  code?: string | undefined
  /** The country’s name in the reader’s language; absent: as the catalogue has it. */
  country?: string | undefined
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur'])

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}

function fill(template: string | undefined, values: Record<string, string | number>): string {
  return (template ?? '').replace(/\{\{(\w+)\}\}/g, (_, key: string) => String(values[key] ?? ''))
}

/** A weekday and a full date in the reader's language. */
function day(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
}

/**
 * A rights sheet for the person: plain words, large print, one page after another, nothing but a code name. A whole
 * HTML page without script, font or picture from elsewhere; print it or hand it over.
 */
export function rightsSheet(answer: RightsAnswer, { language, words, code, country }: SheetOptions): string {
  const say = (key: string, values: Record<string, string | number> = {}): string =>
    escape(fill(words.sheet[key], values))
  const direction = rightToLeft.has(language) ? 'rtl' : 'ltr'
  const section = (key: string, list: RightAnswer[]): string =>
    list.length === 0
      ? ''
      : `<section><h2>${say(key)}</h2><ul>${list.map((one) => item(one, language, words)).join('')}</ul></section>`
  const groups = [
    section('now', answer.dueNow),
    section('after', answer.dueAfterStep),
    section('may', answer.discretionary),
    section('warning', answer.warnings),
  ].join('')
  const who = code ?? '—'
  return `<!doctype html>
<html lang="${escape(language)}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${say('title')}</title>
<style>
body{font:20px/1.5 system-ui,"Noto Sans","Noto Sans Arabic",sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.8em;margin:0}h2{font-size:1.25em;border-block-end:2px solid #111;margin-block:1.5em .5em}
ul{list-style:none;padding:0}li{break-inside:avoid;margin-block:0 1em}strong{display:block;font-size:1.1em}
small{display:block;font-size:.8em;color:#444}footer{margin-block-start:2em;border-block-start:1px solid #444;font-size:.85em}
@media print{body{margin:0;max-width:none}}
</style></head>
<body><h1>${say('title')}</h1>
<p>${say('for', { code: who, country: country ?? answer.name, on: day(answer.on, language) })}</p>
<p>${say('intro')}</p>
${groups || `<p>${say('empty')}</p>`}
<footer>${say('disclaimer')}${hasUnreviewed(answer, words) ? ` ${say('unreviewed')}` : ''}</footer></body></html>
`
}

/** "45 days" with the language's own plural; working days have no unit of their own in CLDR. */
function lengthOf(
  { length, unit }: Pick<ComputedDeadline, 'length' | 'unit'>,
  language: string,
  words: SheetWords,
): string {
  if (unit === 'working days') {
    const rule = new Intl.PluralRules(language).select(length)
    const count = new Intl.NumberFormat(language).format(length)
    return fill(words.sheet[`workingDays_${rule}`] ?? words.sheet['workingDays_other'], { count })
  }
  const style = { style: 'unit', unit: unit.slice(0, -1), unitDisplay: 'long' } as const
  return new Intl.NumberFormat(language, style).format(length)
}

function item(one: RightAnswer, language: string, words: SheetWords): string {
  const say = (key: string, values: Record<string, string | number> = {}): string =>
    escape(fill(words.sheet[key], values))
  /** In the person's language, or in English and saying so. */
  const phrase = (text: string): string =>
    words.phrases.words.get(text) ?? (language === 'en' ? text : `${text} (${words.sheet['inEnglish']})`)
  const lines: string[] = []
  const detail = words.phrases.words.get(one.detail)
  if (detail !== undefined) lines.push(escape(detail))
  if (one.deadline) {
    const { minimum } = one.deadline
    const ends = one.deadline.day
    if (ends) lines.push(say(minimum ? 'atLeastUntil' : 'until', { day: day(ends, language) }))
    else
      lines.push(
        say(minimum ? 'atLeastLength' : 'length', { length: lengthOf(one.deadline, language, words) }),
      )
  }
  const recognition = one.after.find((step) => step.kind === 'recognition')
  if (recognition) lines.push(say('step', { step: words.steps[recognition.step] ?? recognition.step }))
  for (const { step, kind } of one.after) {
    if (kind === 'condition') lines.push(say('conditionIs', { what: phrase(step) }))
  }
  if (one.responsible !== null) lines.push(say('who', { who: phrase(one.responsible) }))
  for (const { what } of one.breaks) lines.push(say('ends', { what: phrase(what) }))
  const draft = one.verified ? '' : ` (${words.sheet['draft']})`
  const cite = `${one.cite.instrument}, ${one.cite.number}${draft}`
  const name = `<strong>${escape(words.rights[one.right] ?? one.right)}</strong>`
  return `<li>${name}${lines.join('<br>')}<small>${say('basis', { cite })}</small></li>`
}

/** Whether something on the sheet was translated without review. */
function hasUnreviewed(answer: RightsAnswer, { phrases }: SheetWords): boolean {
  return [answer.dueNow, answer.dueAfterStep, answer.discretionary, answer.warnings]
    .flat()
    .flatMap((one) => [
      one.detail,
      one.responsible ?? '',
      ...one.after.map((step) => step.step),
      ...one.breaks.map((end) => end.what),
    ])
    .some((text) => phrases.unreviewed.has(text))
}
