import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }

/** How a person reads numbers and dates: their language and, if they chose one, their calendar. */
export type Reading = { language: string; calendar: string | undefined }

const kept = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>()

function dates({ language, calendar }: Reading, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const all = calendar ? { ...options, calendar } : options
  const key = language + JSON.stringify(all)
  const format = kept.get(key) ?? new Intl.DateTimeFormat(language, all)
  kept.set(key, format)
  return format as Intl.DateTimeFormat
}

function numbers(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${language}${JSON.stringify(options)}`
  const format = kept.get(key) ?? new Intl.NumberFormat(language, options)
  kept.set(key, format)
  return format as Intl.NumberFormat
}

/** A plain day ('2026-11-24') with its weekday, and its year unless it is this one; a day has no zone to move it. */
export function day(reading: Reading, value: string, now: number = Date.now()): string {
  const at = new Date(`${value.slice(0, 10)}T12:00:00Z`)
  if (Number.isNaN(at.getTime())) return value
  return dates(reading, { ...asDay, ...yearOf(at, now), timeZone: 'UTC' }).format(at)
}

/** An instant with weekday, time and zone, in the reader's own zone; the year unless it is this one. */
export function instant(reading: Reading, value: string, now: number = Date.now()): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value
  return dates(reading, { ...asDay, ...yearOf(at, now), ...asTime }).format(at)
}

const asDay = { weekday: 'short', day: 'numeric', month: 'short' } as const
const asTime = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const

const yearOf = (at: Date, now: number): Intl.DateTimeFormatOptions =>
  at.getUTCFullYear() === new Date(now).getUTCFullYear() ? {} : { year: 'numeric' }

export const count = (reading: Reading, value: number): string => numbers(reading.language, {}).format(value)

export const percent = (reading: Reading, share: number, digits = 0): string =>
  numbers(reading.language, { style: 'percent', maximumFractionDigits: digits }).format(share)

/** A figure of statistics: two significant digits, and 'under 0.001' as such. */
export function small(reading: Reading, value: number): string {
  const figure = (options: Intl.NumberFormatOptions, of: number): string =>
    numbers(reading.language, options).format(of)
  if (value === 0 || Math.abs(value) >= 0.001) return figure({ maximumSignificantDigits: 2 }, value)
  const text = `< ${figure({ maximumFractionDigits: 3 }, 0.001)}`
  // Kept together and from left to right: in a line of Arabic the sign would otherwise turn round.
  return reading.language === 'ar' ? `\u2066${text}\u2069` : text
}

const steps = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/**
 * How far away an instant or a day is: 'in 3 days', '2 hours ago'. A day is counted by the reader's calendar, in days
 * up to a hundred and never more than is left: 'next month' or a week rounded up is no way to tell a last day.
 */
export function distance(reading: Reading, value: string, now: number = Date.now()): string {
  if (value.length === 10) return daysAway(reading.language, value, now)
  const at = Date.parse(value)
  if (Number.isNaN(at)) return value
  const seconds = Math.round((at - now) / 1000)
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60]
  return away(reading.language, Math.round(seconds / size), unit)
}

function daysAway(language: string, value: string, now: number): string {
  const at = Date.parse(`${value}T00:00:00Z`)
  if (Number.isNaN(at)) return value
  const here = new Date(now)
  const days = Math.round((at - Date.UTC(here.getFullYear(), here.getMonth(), here.getDate())) / 86_400_000)
  if (Math.abs(days) < 100) return away(language, days, 'day')
  const [unit, size] = Math.abs(days) < 730 ? (['month', 30.44] as const) : (['year', 365.25] as const)
  return away(language, Math.trunc(days / size), unit)
}

// 'Last week' and 'next month' name a stretch of the calendar, which a number of seconds does not know.
const away = (language: string, amount: number, unit: Intl.RelativeTimeFormatUnit): string =>
  new Intl.RelativeTimeFormat(language, {
    numeric: unit === 'year' || unit === 'month' || unit === 'week' ? 'always' : 'auto',
  }).format(amount, unit)

const alpha2 = new Map(codes.map(([two, three]) => [three, two]))

/** A country's name by its ISO 3166-1 alpha-3 code; a made-up country (XAA to XXZ) goes by `madeUp`, or its code. */
export function country(reading: Reading, code: string, madeUp?: ReadonlyMap<string, string>): string {
  const two = alpha2.get(code)
  return two === undefined
    ? (madeUp?.get(code) ?? code)
    : (new Intl.DisplayNames(reading.language, { type: 'region' }).of(two) ?? code)
}

/** The name of a language by its BCP 47 tag, in the reader's own. */
export function languageName(reading: Reading, tag: string): string {
  try {
    return new Intl.DisplayNames(reading.language, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
