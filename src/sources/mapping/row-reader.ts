import { BadInput } from '#platform/errors'
import type { Field, Format } from '../formats.ts'
import type { FieldRule, Mapping } from './mapping.ts'
import { Unfit, valueReader, type Value, type ValueReader } from './values.ts'

/** What is wrong with one cell of a row. */
export type Mistake = { field: string; found: string; expected: string }

/** A row taken apart: its values by field, facts and attributes; `mistakes` is empty when it is good. */
export type ReadRow = {
  values: Record<string, Value>
  facts: Record<string, string> | undefined
  attributes: Record<string, string>
  /** What tells this row from others; '' for content and row ids, which the importer knows. */
  externalId: string
  mistakes: Mistake[]
}

type Cell = (cells: readonly string[]) => string
type FieldReader = {
  name: string
  shown: string
  cell: Cell
  read: ValueReader
  unknown: ReadonlySet<string>
  fallback: Field['default']
  otherwise: string | undefined
}

/** A mapping bound to the columns of one file. */
export type RowReader = {
  read(cells: readonly string[]): ReadRow
  /** What the reader of the answer should know: columns that are not there and what stands for them. */
  notes: string[]
}

/** Columns that only a rejects file has. */
export const isBookkeeping = (column: string) => column.startsWith('_')

/**
 * Binds a mapping to a header. Throws `BadInput` naming file, row 1, the missing column and the nearest one there is.
 * `headerKnown` is false for JSON lines, where a key may be missing from any row.
 */
export function rowReader(
  format: Format,
  mapping: Mapping,
  header: readonly string[],
  file: string,
  headerKnown: boolean,
): RowReader {
  const index = new Map(header.map((name, i) => [name, i]))
  const notes: string[] = []
  const used = new Set<string>()
  const missing = (columns: readonly string[], field: string): BadInput => {
    const near = nearest(columns[0]!, header)
    return new BadInput(
      `${file} row 1: no column ${columns.map((name) => `"${name}"`).join(' or ')} for ${field}; found ${header.join(', ').slice(0, 300)}` +
        (near === undefined ? '' : ` (did you mean "${near}"?)`) +
        `; name another in the mapping ${mapping.name}`,
      { file, row: 1, field, expected: columns },
    )
  }

  const cellOf = (rule: FieldRule, field: string, optional: boolean): Cell => {
    if (rule.columns !== undefined) {
      const at = rule.columns.map((name) => {
        used.add(name)
        const i = index.get(name)
        if (i === undefined && headerKnown) throw missing([name], field)
        return i
      })
      return (cells) =>
        at
          .map((i) => (i === undefined ? '' : (cells[i] ?? '').trim()))
          .filter((part) => part !== '')
          .join(rule.join)
    }
    if (rule.column !== undefined) {
      const names = typeof rule.column === 'string' ? [rule.column] : rule.column
      const there = names.filter((name) => index.has(name))
      for (const name of there) used.add(name)
      if (there.length === 0) {
        if (!optional) throw missing(names, field)
        return () => rule.constant ?? ''
      }
      const at = there.map((name) => index.get(name)!)
      if (at.length === 1) return (cells) => (cells[at[0]!] ?? '').trim()
      // JSON lines of one file may use different names; a CSV file's first name wins where both are filled.
      return (cells) => at.map((i) => (cells[i] ?? '').trim()).find((cell) => cell !== '') ?? ''
    }
    return () => rule.constant ?? ''
  }

  const fieldReader = (name: string, field: Field, rule: FieldRule | undefined): FieldReader => {
    if (rule === undefined) {
      if (field.default === undefined)
        throw new BadInput(
          `mapping ${mapping.name}: fields: nothing said for ${name}, which every row needs`,
          { field: name },
        )
      return {
        name,
        shown: name,
        cell: () => '',
        read: (text) => text,
        unknown: new Set(),
        fallback: field.default,
        otherwise: undefined,
      }
    }
    const optional = rule.else !== undefined || rule.constant !== undefined || field.default !== undefined
    const cell = cellOf(rule, name, optional)
    const columns = rule.columns ?? (rule.column === undefined ? [] : [rule.column].flat())
    if (
      headerKnown &&
      field.default === undefined &&
      rule.else !== undefined &&
      columns.length > 0 &&
      !columns.some((column) => index.has(column))
    ) {
      const unknownDay = (field.kind === 'instant' || field.kind === 'date') && rule.else === '1970-01-01'
      notes.push(
        unknownDay
          ? `no column for ${name}: every day is unknown (looked for ${columns.join(' or ')})`
          : `no column ${columns.join(' or ')}: ${name} is ${rule.else} in every row`,
      )
    }
    let read: ValueReader
    try {
      read = valueReader(field.kind, rule, mapping.timeZone)
    } catch (error) {
      throw new BadInput(`mapping ${mapping.name}: fields.${name}.${(error as Error).message}`, {
        field: name,
      })
    }
    if (rule.values !== undefined) read = translated(read, rule.values)
    const shown = columns.find((column) => index.has(column)) ?? columns[0] ?? name
    return {
      name,
      shown,
      cell,
      read,
      unknown: new Set(rule.unknown ?? []),
      fallback: field.default,
      otherwise: rule.else,
    }
  }

  for (const name of Object.keys(mapping.fields)) {
    if (!(name in format.fields)) {
      const near = nearest(name, Object.keys(format.fields))
      throw new BadInput(
        `mapping ${mapping.name}: fields: ${format.name} has no field ${name}${near ? ` (did you mean ${near}?)` : ''}`,
        { field: name },
      )
    }
  }
  const readers = Object.entries(format.fields).map(([name, field]) =>
    fieldReader(name, field, mapping.fields[name]),
  )
  const factReaders = Object.entries(mapping.facts).map(([name, rule]) =>
    fieldReader(name, { kind: 'fact', default: 'unknown' }, rule),
  )
  if (factReaders.length > 0 && !format.facts)
    throw new BadInput(`mapping ${mapping.name}: facts: ${format.name} has none`)
  const idColumns = typeof mapping.id === 'string' ? [] : mapping.id.columns
  const idAt = idColumns.map((name) => {
    used.add(name)
    const i = index.get(name)
    if (i === undefined && headerKnown) throw missing([name], 'id')
    return i
  })
  const kept =
    mapping.attributes === 'rest'
      ? header.filter((name) => !used.has(name) && !isBookkeeping(name))
      : mapping.attributes
  const attributeAt = kept.map((name) => [name, index.get(name) ?? (headerKnown ? undefined : -1)] as const)
  const lost = attributeAt.find(([, i]) => i === undefined)
  if (lost !== undefined) throw missing([lost[0]], 'attributes')

  return {
    notes,
    read(cells) {
      const mistakes: Mistake[] = []
      const valueOf = (reader: FieldReader): Value => {
        const cell = reader.cell(cells)
        if (cell === '' || reader.unknown.has(cell)) {
          if (reader.otherwise !== undefined) return settle(reader, reader.otherwise, mistakes)
          if (reader.fallback === undefined)
            mistakes.push({ field: reader.shown, found: cell === '' ? '(empty)' : cell, expected: 'a value' })
          return (reader.fallback ?? null) as Value
        }
        return settle(reader, cell, mistakes)
      }
      const values: Record<string, Value> = {}
      for (const reader of readers) values[reader.name] = valueOf(reader)
      let facts: Record<string, string> | undefined
      if (format.facts) {
        facts = {}
        for (const reader of factReaders) facts[reader.name] = valueOf(reader) as string
      }
      const attributes: Record<string, string> = {}
      for (const [name, i] of attributeAt) {
        const cell = (cells[i!] ?? '').trim()
        if (cell !== '') attributes[name] = cell
      }
      const externalId = idAt.map((i) => (i === undefined ? '' : (cells[i] ?? '').trim())).join('|')
      if (idAt.length > 0 && externalId.replaceAll('|', '') === '')
        mistakes.push({ field: idColumns[0]!, found: '(empty)', expected: 'an id' })
      return { values, facts, attributes, externalId, mistakes }
    },
  }
}

function settle(reader: FieldReader, cell: string, mistakes: Mistake[]): Value {
  const value = reader.read(cell)
  if (!(value instanceof Unfit)) return value
  mistakes.push({
    field: reader.shown,
    found: cell.length > 200 ? `${cell.slice(0, 200)}…` : cell,
    expected: value.expected,
  })
  return null
}

function translated(read: ValueReader, values: Readonly<Record<string, string>>): ValueReader {
  const meaning = new Map(Object.entries(values))
  return (text) => {
    const meant = meaning.get(text)
    return meant === '' ? '' : read(meant ?? text)
  }
}

/** The name most like this one, if any is: same letters but for case and marks, or one holding the other. */
function nearest(name: string, among: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const wanted = plain(name)
  return (
    among.find((each) => plain(each) === wanted) ??
    among.find((each) => plain(each) !== '' && (plain(each).includes(wanted) || wanted.includes(plain(each))))
  )
}
