import { areForms } from '../names/word-lists.ts'
import { editDistance, jaroWinkler, plainLetters, soundKey } from '../names/letters.ts'

/**
 * How near two values of a field are, the same steps for every kind: 0 unknown (one of them is missing), then from
 * equal to different. A kind that knows no such step leaves it empty, and it weighs nothing.
 */
export const level = {
  unknown: 0,
  equal: 1,
  /** Another form of the same, as these very records show, or as a table of short forms knows. */
  equivalent: 2,
  /** One slip of the pen. */
  slip: 3,
  /** Much alike. */
  alike: 4,
  /** A part, an initial, the same area or the same year. */
  part: 5,
  different: 6,
  /** Given name and surname stand in each other's place. */
  swapped: 7,
} as const

export const levels = 8

/** Words for the steps, for the reasons of a pair. */
export const levelWords = [
  'unknown',
  'equal',
  'another form',
  'one slip',
  'alike',
  'in part',
  'different',
  'changed places',
] as const

export type FieldKind =
  | 'givenName'
  | 'surname'
  | 'otherNames'
  | 'birthDate'
  | 'place'
  | 'postcode'
  | 'address'
  | 'document'
  | 'phone'
  | 'email'
  | 'sex'
  | 'nationality'
  | 'occupation'

/** What is assumed of a field before anything is seen; worth a few hundred pairs, so that few records suffice. */
type Prior = {
  /** Chance of each step among pairs of one person. */
  m: readonly number[]
  /** Chance of each step among pairs of two persons. */
  u: readonly number[]
}

export type FieldRule = Prior & {
  kind: FieldKind
  /** One form for comparing; '' when there is nothing in it. */
  read: (value: string) => string
  /** The step of two values that are not equal. */
  compare: (a: string, b: string) => number
  /** Values that stand for each other may be learned from the records. */
  learns: boolean
}

const name = (a: string, b: string): number => {
  const short = Math.min(a.length, b.length)
  if (short === 1) return a[0] === b[0] ? level.part : level.different
  if (areForms(a, b)) return level.equivalent
  const likeness = jaroWinkler(a, b)
  if (likeness > 0.7) {
    if (short >= 3 && editDistance(a, b, 1) === 1) return level.slip
    if (likeness >= 0.88 || (short >= 4 && likeness > 0.75 && editDistance(a, b, 2) === 2)) return level.alike
  }
  if (wordsShared(a, b) > 0 || (short >= 2 && (a.startsWith(b) || b.startsWith(a)))) return level.part
  return short >= 3 && likeness > 0.5 && soundKey(a) === soundKey(b) ? level.alike : level.different
}

const words = (a: string, b: string): number => {
  const likeness = jaroWinkler(a, b)
  if (likeness > 0.8 && editDistance(a, b, 1) === 1) return level.slip
  if (wordsShared(a, b) > 0.49) return level.part
  return likeness >= 0.9 ? level.alike : level.different
}

const code = (a: string, b: string): number => {
  if (editDistance(a, b, 1) === 1) return level.slip
  const area = Math.max(2, Math.min(a.length, b.length) - 3)
  if (a.slice(0, area) === b.slice(0, area)) return level.part
  return editDistance(a, b, 2) <= 2 ? level.alike : level.different
}

const number = (a: string, b: string): number =>
  editDistance(a, b, 1) === 1 ? level.slip : editDistance(a, b, 2) === 2 ? level.alike : level.different

const only = (): number => level.different

/** Share of the shorter one's words that the other has too. */
function wordsShared(a: string, b: string): number {
  if (!a.includes(' ') && !b.includes(' ')) return 0
  const other = new Set(b.split(' '))
  const own = a.split(' ')
  const shared = own.filter((word) => word.length > 2 && other.has(word)).length
  return shared / Math.min(own.length, other.size)
}

/**
 * Dates as eight digits, year first, when they can be read; else their digits. A day that no calendar has stays as
 * written: it is an error to be compared, not one to be dropped.
 */
export function readDate(value: string): string {
  const text = value.trim()
  const yearFirst = /^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:[T ].*)?$/.exec(text)
  if (yearFirst) return `${yearFirst[1]}${yearFirst[2]}${yearFirst[3]}`
  const yearLast = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text)
  if (yearLast) {
    const first = yearLast[1]!.padStart(2, '0')
    const second = yearLast[2]!.padStart(2, '0')
    // Day first, as most of the world writes, unless the second number can be no month.
    return Number(second) > 12 ? yearLast[3]! + first + second : yearLast[3]! + second + first
  }
  return text.replace(/\D/g, '').slice(0, 8)
}

const date = (a: string, b: string): number => {
  if (a.length === 8 && b.length === 8) {
    if (a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6))
      return level.equivalent
    let wrong = 0
    for (let i = 0; i < 8; i++) if (a[i] !== b[i]) wrong++
    if (wrong === 1 || editDistance(a, b, 1) === 1) return level.slip
    if (wrong === 2) return level.alike
    if (a.slice(0, 4) === b.slice(0, 4) || a.slice(4) === b.slice(4)) return level.part
    return level.different
  }
  const year = Math.min(a.length, b.length) >= 4 && a.slice(0, 4) === b.slice(0, 4)
  return year ? level.part : level.different
}

const digits = (value: string): string => value.replace(/\D/g, '').slice(-12)
/**
 * No name, town, street or trade is longer, and comparing costs the square of it: a thousand records of pages of text would
 * stop the house for minutes.
 */
const longest = 100
const letters = (value: string): string => plainLetters(value).slice(0, longest).trim()
const compact = (value: string): string => plainLetters(value).replaceAll(' ', '').slice(0, 60)

//                 unknown equal equiv slip alike part different swapped
const common = { m: [0, 0.78, 0.04, 0.06, 0.04, 0.03, 0.04, 0.01] }
const rule = (
  kind: FieldKind,
  read: (value: string) => string,
  compare: FieldRule['compare'],
  learns: boolean,
  u: readonly number[],
  m: readonly number[] = common.m,
): FieldRule => ({ kind, read, compare, learns, u, m })

/** The kinds of fields, how each is read and compared. */
export const fieldRules: Readonly<Record<FieldKind, FieldRule>> = {
  givenName: rule('givenName', letters, name, true, [0, 0.015, 0.003, 0.003, 0.01, 0.01, 0.958, 0.001]),
  surname: rule('surname', letters, name, true, [0, 0.003, 0.001, 0.002, 0.01, 0.005, 0.978, 0.001]),
  otherNames: rule('otherNames', letters, name, true, [0, 0.02, 0.005, 0.005, 0.01, 0.05, 0.91, 0]),
  birthDate: rule(
    'birthDate',
    readDate,
    date,
    false,
    [0, 0.0001, 0.0001, 0.002, 0.008, 0.03, 0.9598, 0],
    [0, 0.8, 0.02, 0.08, 0.03, 0.03, 0.04, 0],
  ),
  place: rule('place', letters, words, true, [0, 0.03, 0.005, 0.002, 0.003, 0.02, 0.94, 0]),
  postcode: rule('postcode', compact, code, true, [0, 0.003, 0.0005, 0.01, 0.02, 0.03, 0.9365, 0]),
  address: rule('address', letters, words, false, [0, 0.0005, 0.0005, 0.001, 0.003, 0.02, 0.975, 0]),
  document: rule('document', compact, number, false, [0, 0.00001, 0, 0.00005, 0.0003, 0, 0.99964, 0]),
  phone: rule('phone', digits, number, false, [0, 0.0001, 0, 0.0005, 0.001, 0, 0.9984, 0]),
  email: rule(
    'email',
    (value) => value.trim().toLowerCase().slice(0, 120),
    words,
    false,
    [0, 0.0001, 0, 0.0002, 0.003, 0, 0.9967, 0],
  ),
  sex: rule(
    'sex',
    (value) => plainLetters(value).slice(0, 1),
    only,
    false,
    [0, 0.5, 0, 0, 0, 0, 0.5, 0],
    [0, 0.95, 0, 0, 0, 0, 0.05, 0],
  ),
  nationality: rule('nationality', letters, only, true, [0, 0.1, 0.01, 0, 0, 0, 0.89, 0]),
  occupation: rule(
    'occupation',
    letters,
    words,
    true,
    [0, 0.05, 0.02, 0.001, 0.001, 0.02, 0.908, 0],
    [0, 0.7, 0.1, 0.02, 0.01, 0.02, 0.15, 0],
  ),
}
