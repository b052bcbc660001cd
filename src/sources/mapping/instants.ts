import { Temporal } from 'temporal-polyfill'

/** Seconds since 1970, or undefined when the text is no such date or time. */
export type InstantReader = (text: string) => number | undefined

const day = 86_400
const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i
const parts: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d\\d)',
  M: '(?<month>\\d\\d?)',
  dd: '(?<day>\\d\\d)',
  d: '(?<day>\\d\\d?)',
  HH: '(?<hour>\\d\\d)',
  H: '(?<hour>\\d\\d?)',
  mm: '(?<minute>\\d\\d)',
  ss: '(?<second>\\d\\d)',
}

/**
 * A reader of times in one format: `iso` (dates, with or without time and offset), `unix`, `unix-ms`, or a pattern.
 * Day and month are never guessed from the value. A time without an offset is of `zone`; in the hour that a change of
 * clocks skips or repeats it is taken as `Temporal` does ('compatible').
 */
export function instantReader(format: string, zone: string): InstantReader {
  const offset = offsetReader(zone)
  if (format === 'unix' || format === 'unix-ms') {
    const unit = format === 'unix' ? 1 : 1000
    return (text) => (/^\d{1,16}(\.\d+)?$/.test(text) ? Math.floor(Number(text) / unit) : undefined)
  }
  if (format === 'iso') {
    return (text) => {
      const m = iso.exec(text)
      if (m === null) return undefined
      const local = secondsOf(+m[1]!, +m[2]!, +m[3]!, +(m[4] ?? 0), +(m[5] ?? 0), +(m[6] ?? 0))
      if (local === undefined) return undefined
      const given = m[7]
      if (given === undefined) return local - offset(local)
      if (given === 'Z' || given === 'z') return local
      const minutes = +given.slice(1, 3) * 60 + +given.slice(-2)
      return local - (given.startsWith('-') ? -minutes : minutes) * 60
    }
  }
  const pattern = patternOf(format)
  return (text) => {
    const g = pattern.exec(text)?.groups
    if (g === undefined) return undefined
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = g
    const local = secondsOf(+year, +month, +date, +hour, +minute, +second)
    return local === undefined ? undefined : local - offset(local)
  }
}

/** Whether a format's letters are known and it says the day. */
export function isDateFormat(format: string): boolean {
  return ['iso', 'unix', 'unix-ms'].includes(format) || /yyyy/.test(format)
}

function patternOf(format: string): RegExp {
  const source = format.replace(
    /yyyy|MM|M|dd|d|HH|H|mm|ss|[.*+?^${}()|[\]\\]/g,
    (token) => parts[token] ?? `\\${token}`,
  )
  return new RegExp(`^${source}$`)
}

function secondsOf(
  year: number,
  month: number,
  date: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (month < 1 || month > 12 || date < 1 || hour > 23 || minute > 59 || second > 60) return undefined
  const midnight = Date.UTC(year, month - 1, date) / 1000
  // 30 February would be 2 March: refused, not moved.
  if (new Date(midnight * 1000).getUTCDate() !== date || year < 1000) return undefined
  return midnight + hour * 3600 + minute * 60 + second
}

/** The offset in seconds of a local time, remembered by quarter of an hour (no zone changes within one). */
function offsetReader(zone: string): (local: number) => number {
  if (zone === 'UTC') return () => 0
  const known = new Map<number, number>()
  return (local) => {
    const quarter = Math.floor(local / 900)
    let offset = known.get(quarter)
    if (offset === undefined) {
      if (known.size > 50_000) known.clear()
      const plain = Temporal.Instant.fromEpochMilliseconds(quarter * 900_000)
        .toZonedDateTimeISO('UTC')
        .toPlainDateTime()
      offset = quarter * 900 - plain.toZonedDateTime(zone).epochMilliseconds / 1000
      known.set(quarter, offset)
    }
    return offset
  }
}

/** 'YYYY-MM-DD HH:MM:SS' in UTC, as ClickHouse's DateTime reads it. */
export function clickhouseInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The day in UTC of a time read without a zone: what a plain date was. */
export function plainDay(seconds: number): string {
  return new Date(Math.floor(seconds / day) * day * 1000).toISOString().slice(0, 10)
}
