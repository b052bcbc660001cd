import type { Returned } from '#intake'
import type { Translate } from '#platform/i18n'

/** A day with its weekday, in the reader's calendar. */
export function longDay(day: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' })
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** A day and its hour, in the reader's calendar; UTC, said so, since nobody's place is known. */
export function hourOf(at: Date, language: string): string {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return `${format.format(at)} UTC`
}

/** What was wrong with a typed code, in words: which word, and what it may have been. */
export function codeProblem(returned: Exclude<Returned, { ok: true }>, t: Translate): string {
  if (returned.problem === 'unknown') return t('return.unknown')
  if (returned.problem === 'count') {
    const { found, expected } = returned
    return t(expected === 7 ? 'return.countWords' : 'return.countDigits', { found, expected })
  }
  if (returned.problem === 'group') return t('return.group', { position: returned.position })
  return returned.nearest === null
    ? t('return.word', { position: returned.position })
    : t('return.wordNear', { position: returned.position, nearest: returned.nearest })
}
