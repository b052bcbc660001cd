import type { RightAnswer, RightsAnswer } from './rights.ts'

/** The words of one language: `locales/law/<language>.json`. */
export type SheetWords = {
  sheet: Record<string, string>
  rights: Record<string, string>
  units: Record<string, string>
  steps: Record<string, string>
}

export type SheetOptions = {
  language: string
  words: SheetWords
  /** The person's code name; a sheet never bears a real one. */
  code?: string | undefined
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
export function rightsSheet(answer: RightsAnswer, { language, words, code }: SheetOptions): string {
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
<p>${say('for', { code: who, country: answer.name, on: day(answer.on, language) })}</p>
<p>${say('intro')}</p>
${groups || `<p>${say('empty')}</p>`}
<footer>${say('disclaimer')}</footer></body></html>
`
}

function item(one: RightAnswer, language: string, words: SheetWords): string {
  const say = (key: string, values: Record<string, string | number> = {}): string =>
    escape(fill(words.sheet[key], values))
  const lines = [`<strong>${escape(words.rights[one.right] ?? one.right)}</strong>`]
  if (one.deadline) {
    const { minimum, length, unit } = one.deadline
    const ends = one.deadline.day
    if (ends) lines.push(say(minimum ? 'atLeastUntil' : 'until', { day: day(ends, language) }))
    else lines.push(say(minimum ? 'atLeastLength' : 'length', { length, unit: words.units[unit] ?? unit }))
  }
  const recognition = one.after.find((step) => step.kind === 'recognition')
  if (recognition) lines.push(say('step', { step: words.steps[recognition.step] ?? recognition.step }))
  if (one.after.some((step) => step.kind === 'condition')) lines.push(say('condition'))
  const draft = one.verified ? '' : ` (${words.sheet['draft']})`
  const cite = `${one.cite.instrument}, ${one.cite.number}${draft}`
  return `<li>${lines.join('<br>').replace('</strong><br>', '</strong>')}<small>${say('basis', { cite })}</small></li>`
}
