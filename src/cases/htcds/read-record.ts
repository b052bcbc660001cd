import { type FieldMistake, isMistake, readField } from './read-field.ts'
import { findField, type HtcdsRecord } from './standard.ts'

/** A record as it was read, or all that is wrong with it. */
export type ReadRecord = { ok: true; record: HtcdsRecord } | { ok: false; mistakes: FieldMistake[] }

/**
 * Reads one person's record from cells or JSON under the standard's names. `today` refuses days that have not come, and
 * birth days that contradict the age somebody wrote beside them; an age without a birth day is as good as any.
 */
export function readRecord(given: Readonly<Record<string, unknown>>, today: string): ReadRecord {
  const record: Record<string, HtcdsRecord[string]> = {}
  const mistakes: FieldMistake[] = []
  for (const [name, raw] of Object.entries(given)) {
    const field = findField(name)
    if (!field) {
      mistakes.push({ field: name, found: 'a field the standard does not have', expected: 'one of its 84' })
      continue
    }
    const value = readField(field, raw)
    if (isMistake(value)) mistakes.push(value)
    else if (value !== undefined) record[field.name] = value
  }
  mistakes.push(...contradictions(record, today))
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, record }
}

function contradictions(record: HtcdsRecord, today: string): FieldMistake[] {
  const found: FieldMistake[] = []
  const birth = record['prs_Birthdate']
  const age = record['vic_AgeWhenTrafficked']
  if (typeof birth === 'string') {
    if (birth > today || birth < '1890-01-01') {
      const expected = 'a day between 1890 and today'
      found.push({
        field: 'prs_Birthdate',
        found: birth > today ? 'a day to come' : 'a day too long ago',
        expected,
      })
    } else if (typeof age === 'number' && age > ageOn(birth, today)) {
      found.push({
        field: 'vic_AgeWhenTrafficked',
        found: String(age),
        expected: `at most ${ageOn(birth, today)}, the age by prs_Birthdate`,
      })
    }
  }
  for (const [before, after] of [['cas_IncomingReferralDate', 'cas_OutgoingReferralDate']] as const) {
    const [first, last] = [record[before], record[after]]
    if (typeof first === 'string' && typeof last === 'string' && last < first)
      found.push({ field: after, found: last, expected: `a day not before ${before}` })
  }
  return found
}

/** Age in whole years on a day; both days as YYYY-MM-DD. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}
