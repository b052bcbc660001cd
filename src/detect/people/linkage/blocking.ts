import { soundKey } from '../names/letters.ts'
import type { FieldKind } from './fields.ts'
import type { Table } from './table.ts'

/** A reason to compare two records at all: they share a key. */
export type Block = {
  /** The kinds of fields that the key is made of. */
  kinds: readonly FieldKind[]
  /** Pairs of rows, each as `low * rows + high`; sorted, each once. */
  pairs: Float64Array
}

/** A block larger than this is cut by further fields, and by neighbourhood at last; it is never dropped. */
const largest = 100
/** What is left uncut is compared with so many neighbours in sorted order. */
const neighbours = 12

type Part = { kind: FieldKind; name: string; of: (form: string) => string }

const part = (kind: FieldKind, name: string, of: (form: string) => string = (form) => form): Part => ({
  kind,
  name,
  of,
})

const given = part('givenName', 'given')
const givenSound = part('givenName', 'given~', (form) => soundKey(form.split(' ')[0]!))
const initial = part('givenName', 'initial', (form) => form[0]!)
const surname = part('surname', 'surname')
const surnameSound = part('surname', 'surname~', (form) => soundKey(form.split(' ').at(-1)!))
const surnameStart = part('surname', 'surname…', (form) => form.slice(0, 3))
const birth = part('birthDate', 'birth')
const year = part('birthDate', 'year', (form) => (form.length >= 4 ? form.slice(0, 4) : ''))
const day = part('birthDate', 'day', (form) =>
  form.length === 8 && form.slice(4) !== '0101' ? form.slice(4) : '',
)
const month = part('birthDate', 'month', (form) => (form.length === 8 ? form.slice(0, 6) : ''))
const place = part('place', 'place')
const postcode = part('postcode', 'postcode')
const area = part('postcode', 'area', (form) => form.slice(0, Math.max(2, form.length - 3)))
const address = part('address', 'address')
const others = part('otherNames', 'others')

/** The keys, tried together: a pair lost to an error in one of them is found by another. */
const keys: readonly (readonly Part[])[] = [
  [part('document', 'document')],
  [part('phone', 'phone')],
  [part('email', 'email')],
  [birth, surnameSound],
  [birth, givenSound],
  [birth, place],
  [surnameSound, givenSound],
  [surname, year],
  [surname, area],
  [surname, place],
  [surnameStart, initial, postcode],
  [given, postcode],
  [given, month, area],
  [day, surnameStart],
  [birth],
  [postcode],
  [surnameSound, year],
  [surnameSound, place],
  [given, year, place],
  [surname, initial],
  [day, area, initial],
  [givenSound, others, place],
  [address, initial],
  [address, year],
]

/** By what a block that is too large is cut, in this order. */
const cuts: readonly Part[] = [surname, given, birth, postcode, place, surnameSound, initial, year, others]

/** Numbers the values of a part: for each row its number, −1 when the field is missing. */
function numbered(table: Table, { kind, of }: Part): Int32Array | undefined {
  const column = table.columns.find(({ rule }) => rule.kind === kind)
  if (column === undefined) return undefined
  const seen = new Map<string, number>()
  const byForm = new Int32Array(column.forms.length).fill(-1)
  column.forms.forEach((form, i) => {
    const key = of(form)
    if (key === '') return
    let number = seen.get(key)
    if (number === undefined) seen.set(key, (number = seen.size))
    byForm[i] = number
  })
  return column.of.map((form) => (form < 0 ? -1 : byForm[form]!))
}

/** Proposes pairs by every key whose fields are there. */
export function findBlocks(table: Table): Block[] {
  const { rows } = table
  const cache = new Map<string, Int32Array | undefined>()
  const columnOf = (one: Part): Int32Array | undefined => {
    if (!cache.has(one.name)) cache.set(one.name, numbered(table, one))
    return cache.get(one.name)
  }
  const blocks: Block[] = []
  for (const key of keys) {
    const columns = key.map(columnOf)
    if (columns.some((column) => column === undefined)) continue
    const pairs: number[] = []
    const emit = (i: number, j: number): void => {
      pairs.push(i < j ? i * rows + j : j * rows + i)
    }
    const all = groups(
      Array.from({ length: rows }, (_, row) => row),
      columns as Int32Array[],
      rows,
    )
    for (const group of all.full)
      cut(group, cuts.filter((one) => !key.includes(one)).map(columnOf), emit, rows)
    if (pairs.length > 0)
      blocks.push({ kinds: [...new Set(key.map(({ kind }) => kind))], pairs: unique(pairs) })
  }
  return blocks
}

/** Rows that agree on every column; rows that lack one are apart. */
function groups(
  members: readonly number[],
  columns: readonly Int32Array[],
  rows: number,
): { full: number[][]; lacking: number[] } {
  const byKey = new Map<number | string, number[]>()
  const lacking: number[] = []
  for (const row of members) {
    let key: number | string = 0
    let missing = false
    columns.forEach((column, c) => {
      const value = column[row]!
      if (value < 0) missing = true
      key = c === 0 ? value : c === 1 ? (key as number) * (rows * 2) + value : `${key},${value}`
    })
    if (missing) {
      lacking.push(row)
      continue
    }
    const group = byKey.get(key)
    if (group === undefined) byKey.set(key, [row])
    else group.push(row)
  }
  return { full: [...byKey.values()].filter(({ length }) => length > 1), lacking }
}

/** All pairs of a small group; a large one is cut further, and what cannot be cut goes by sorted neighbourhood. */
function cut(
  group: readonly number[],
  by: readonly (Int32Array | undefined)[],
  emit: (i: number, j: number) => void,
  rows: number,
): void {
  if (group.length <= largest) {
    for (let i = 0; i < group.length; i++)
      for (let j = i + 1; j < group.length; j++) emit(group[i]!, group[j]!)
    return
  }
  // Rows are in order of content: neighbours in it are the most alike. This also ties the parts of a cut together.
  for (let i = 0; i < group.length; i++)
    for (let j = i + 1; j <= i + neighbours && j < group.length; j++) emit(group[i]!, group[j]!)
  for (let c = 0; c < by.length; c++) {
    const column = by[c]
    if (column === undefined) continue
    const parts = groups(group, [column], rows)
    const rest = by.slice(c + 1)
    for (const one of parts.full) cut(one, rest, emit, rows)
    if (parts.lacking.length > 1 && parts.lacking.length < group.length) cut(parts.lacking, rest, emit, rows)
    return
  }
}

/** Sorted, each once. */
export function unique(pairs: readonly number[] | Float64Array): Float64Array {
  const sorted = Float64Array.from(pairs).sort()
  let kept = 0
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i]!
  return sorted.slice(0, kept)
}
