import { BadInput } from '#platform/errors'
import { plainLetters } from '../names/letters.ts'
import { type FieldKind, type FieldRule, fieldRules } from './fields.ts'

/** One record about a person, as it came. Kinds that are absent or empty are unknown, not different. */
export type PersonRecord = {
  id: string
  /** Which file or agency it comes from; '' when it does not matter. */
  source?: string
  values: Partial<Record<FieldKind | 'fullName', string>>
}

/** One field of all records, every distinct form once. */
export type Column = {
  rule: FieldRule
  forms: string[]
  /** For each row the number of its form; −1: missing. */
  of: Int32Array
  /** How many distinct rows have each form, and how many have any. */
  counts: Uint32Array
  present: number
}

/** Records made ready: rows in an order of their own (by content), so that the order they came in cannot matter. */
export type Table = {
  rows: number
  /** The first row of each run of rows that say the same. */
  distinct: Int32Array
  records: readonly PersonRecord[]
  columns: Column[]
}

const kinds = Object.keys(fieldRules) as FieldKind[]

/** Given, surname and the rest, from whichever of the three a record has. */
function names(values: PersonRecord['values']): Partial<Record<FieldKind, string>> {
  const given = plainLetters(values.givenName ?? '')
  const surname = plainLetters(values.surname ?? '')
  const raw = values.fullName ?? ''
  const full = plainLetters(raw)
  if (full === '') return { givenName: given, surname, otherNames: '' }
  if (given === '' && surname === '') {
    const comma = raw.indexOf(',')
    if (comma > 0) {
      const before = plainLetters(raw.slice(0, comma))
      const after = plainLetters(raw.slice(comma + 1)).split(' ')
      if (before !== '' && after[0] !== '')
        return { givenName: after[0]!, surname: before, otherNames: after.slice(1).join(' ') }
    }
    const parts = full.split(' ')
    return {
      givenName: parts[0]!,
      surname: parts.length > 1 ? parts.at(-1)! : '',
      otherNames: parts.slice(1, -1).join(' '),
    }
  }
  // What the full name adds to the two; what it repeats is no further evidence.
  const said = new Set([...given.split(' '), ...surname.split(' ')])
  return {
    givenName: given,
    surname,
    otherNames: full
      .split(' ')
      .filter((word) => !said.has(word))
      .join(' '),
  }
}

/** Reads records into columns. A field that is empty everywhere, or the same everywhere, tells nothing and is left out. */
export function openTable(records: readonly PersonRecord[]): Table {
  const ids = new Set<string>()
  const read = records.map((record, at) => {
    const identity = `${record.source ?? ''}\u0000${record.id}`
    if (record.id === '' || ids.has(identity))
      throw new BadInput(
        `record ${at + 1}: found the id '${record.id}' ${record.id === '' ? '(empty)' : 'twice'}, expected ids that differ`,
      )
    ids.add(identity)
    const own = names(record.values)
    const forms = kinds.map((kind) =>
      fieldRules[kind].read(
        kind === 'givenName' || kind === 'surname' || kind === 'otherNames'
          ? (own[kind] ?? '')
          : (record.values[kind] ?? ''),
      ),
    )
    return { record, forms, sort: `${forms.join('\u0001')}\u0002${identity}` }
  })
  read.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0))
  // The same record filed a hundred times is one voice about how common its values are.
  const distinct = Int32Array.from(read.keys()).filter(
    (row) => row === 0 || kinds.some((_, k) => read[row]!.forms[k] !== read[row - 1]!.forms[k]),
  )
  // Given names and surnames share their numbers, so that a swap is seen by number alone.
  const shared = new Map<string, number>()
  const numbered = kinds.map((kind, k) => {
    const numbers = kind === 'givenName' || kind === 'surname' ? shared : new Map<string, number>()
    const of = Int32Array.from(read, ({ forms }) => {
      const form = forms[k]!
      if (form === '') return -1
      const number = numbers.get(form) ?? numbers.size
      numbers.set(form, number)
      return number
    })
    return { kind, numbers, of }
  })
  const columns = numbered
    .filter(({ of }) => of.some((form) => form >= 0))
    .map(({ kind, numbers, of }): Column => {
      const counts = new Uint32Array(numbers.size)
      let present = 0
      for (const row of distinct)
        if (of[row]! >= 0) {
          counts[of[row]!]! += 1
          present++
        }
      return { rule: fieldRules[kind], forms: [...numbers.keys()], of, counts, present }
    })
  const constant = ({ counts }: Column): boolean => counts.some((count) => count === distinct.length)
  const drop = distinct.length >= 20
  return {
    rows: read.length,
    distinct,
    records: read.map(({ record }) => record),
    columns: drop ? columns.filter((column) => !constant(column)) : columns,
  }
}
