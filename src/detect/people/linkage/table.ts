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
  /** How many rows have each form. */
  counts: Uint32Array
}

/** Records made ready: rows in an order of their own (by content), so that the order they came in cannot matter. */
export type Table = { rows: number; records: readonly PersonRecord[]; columns: Column[] }

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
  const columns: Column[] = []
  // Given names and surnames share their numbers, so that a swap is seen by number alone.
  const shared = new Map<string, number>()
  kinds.forEach((kind, k) => {
    const numbers = kind === 'givenName' || kind === 'surname' ? shared : new Map<string, number>()
    const of = new Int32Array(read.length).fill(-1)
    const counts: number[] = []
    let present = 0
    read.forEach(({ forms }, row) => {
      const form = forms[k]!
      if (form === '') return
      let number = numbers.get(form)
      if (number === undefined) numbers.set(form, (number = numbers.size))
      of[row] = number
      counts[number] = (counts[number] ?? 0) + 1
      present++
    })
    if (present === 0) return
    columns.push({
      rule: fieldRules[kind],
      forms: [],
      of,
      counts: Uint32Array.from({ length: numbers.size }, (_, i) => counts[i] ?? 0),
    })
    const column = columns.at(-1)!
    column.forms = numbers === shared ? [] : [...numbers.keys()]
  })
  const all = [...shared.keys()]
  for (const column of columns)
    if (column.rule.kind === 'givenName' || column.rule.kind === 'surname') {
      column.forms = all
      if (column.counts.length < all.length) {
        const counts = new Uint32Array(all.length)
        counts.set(column.counts)
        column.counts = counts
      }
    }
  const constant = ({ counts }: Column): boolean => counts.some((count) => count === read.length)
  const drop = read.length >= 20 && !columns.every(constant)
  return {
    rows: read.length,
    records: read.map(({ record }) => record),
    columns: drop ? columns.filter((column) => !constant(column)) : columns,
  }
}
