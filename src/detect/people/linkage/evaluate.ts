import { parse } from 'csv-parse/sync'
import { readFile } from 'node:fs/promises'
import { BadInput } from '#platform/errors'
import { fieldRules } from './fields.ts'
import { type Linkage, linkRecords } from './link.ts'
import type { PersonRecord } from './table.ts'
import { probabilityOf } from './weigh.ts'

export type FieldMap = Readonly<Record<string, string | readonly string[]>>

export type PeopleReport = {
  records: number
  pairsTrue: number
  pairsFound: number
  precision: number
  recall: number
  f1: number
  threshold: number
  /** Mean gap between the chance given and the share that is true, over pairs with 1 % and more, in ten bins. */
  calibrationError: number
  /** Pairs compared in full. */
  compared: number
  seconds: number
}

export async function readRows(file: string): Promise<Record<string, string>[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(`${file}: found no such file, expected CSV with a header`)
  })
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true })
  } catch (error) {
    throw new BadInput(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
  }
}

/** Reads rows as records by a map of field kinds to columns; missing columns and unknown kinds are named. */
export function readRecords(file: string, rows: readonly Record<string, string>[], map: FieldMap): PersonRecord[] {
  const known = ['id', 'fullName', ...Object.keys(fieldRules)]
  const columns = Object.keys(rows[0] ?? {})
  if (rows.length === 0) throw new BadInput(`${file}: found no row, expected at least one record`)
  for (const [kind, from] of Object.entries(map)) {
    if (!known.includes(kind)) throw new BadInput(`map: found the field '${kind}', expected one of ${known.join(', ')}`)
    for (const column of [from].flat())
      if (!columns.includes(column))
        throw new BadInput(`${file}: found the columns ${columns.join(', ')}, expected '${column}' (map: ${kind}) among them`)
  }
  const idColumn = map['id']
  if (typeof idColumn !== 'string') throw new BadInput(`map: found no 'id', expected the column that names a record`)
  return rows.map((row) => ({
    id: row[idColumn]!,
    source: file,
    values: Object.fromEntries(
      Object.entries(map)
        .filter(([kind]) => kind !== 'id')
        .map(([kind, from]) => [kind, [from].flat().map((column) => row[column] ?? '').join(' ').trim()]),
    ),
  }))
}

/** Scores a linkage against the truth; the only place where a label is looked at. */
export function score(linkage: Linkage, truth: readonly string[], across: boolean): Omit<PeopleReport, 'seconds'> {
  const { table, groups, pairs } = linkage
  const sourceOf = (row: number): string => table.records[row]!.source ?? ''
  const countPairs = (members: readonly (readonly number[])[]): number =>
    members.reduce((sum, rows) => {
      const all = (rows.length * (rows.length - 1)) / 2
      if (!across) return sum + all
      const bySource = new Map<string, number>()
      for (const row of rows) bySource.set(sourceOf(row), (bySource.get(sourceOf(row)) ?? 0) + 1)
      return sum + all - [...bySource.values()].reduce((own, n) => own + (n * (n - 1)) / 2, 0)
    }, 0)
  const entities = new Map<string, number[]>()
  truth.forEach((entity, row) => {
    const own = entities.get(entity)
    if (own === undefined) entities.set(entity, [row])
    else own.push(row)
  })
  const both = groups.flatMap((rows) => {
    const byEntity = new Map<string, number[]>()
    for (const row of rows) byEntity.set(truth[row]!, [...(byEntity.get(truth[row]!) ?? []), row])
    return [...byEntity.values()]
  })
  const pairsTrue = countPairs([...entities.values()])
  const pairsFound = countPairs(groups)
  const right = countPairs(both)
  const precision = pairsFound === 0 ? 1 : right / pairsFound
  const recall = pairsTrue === 0 ? 1 : right / pairsTrue
  const bins = Array.from({ length: 10 }, () => ({ n: 0, chance: 0, right: 0 }))
  pairs.bits.forEach((bits, e) => {
    const chance = probabilityOf(bits)
    const bin = bins[Math.min(9, Math.floor(chance * 10))]!
    bin.n++
    bin.chance += chance
    if (truth[pairs.low[e]!] === truth[pairs.high[e]!]) bin.right++
  })
  if (process.env['PEOPLE_DEBUG'])
    for (const bin of bins) process.stderr.write(`${bin.n} ${(bin.chance / bin.n).toFixed(3)} ${(bin.right / bin.n).toFixed(3)}\n`)
  const binned = bins.reduce((sum, { n }) => sum + n, 0)
  return {
    records: table.rows,
    pairsTrue,
    pairsFound,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    threshold: linkage.threshold,
    calibrationError:
      binned === 0 ? 0 : bins.reduce((sum, { chance, right: true_ }) => sum + Math.abs(chance - true_), 0) / binned,
    compared: linkage.compared,
  }
}

export async function evaluatePeople(options: {
  files: readonly string[]
  map: FieldMap
  entityOf: (row: Record<string, string>, id: string) => string
}): Promise<PeopleReport & { linkage: Linkage }> {
  const records: PersonRecord[] = []
  const truthOf = new Map<PersonRecord, string>()
  for (const file of options.files) {
    const rows = await readRows(file)
    readRecords(file, rows, options.map).forEach((record, at) => {
      records.push(record)
      truthOf.set(record, options.entityOf(rows[at]!, record.id))
    })
  }
  const began = performance.now()
  const linkage = linkRecords(records, { oneToOne: options.files.length === 2 })
  const seconds = (performance.now() - began) / 1000
  const truth = linkage.table.records.map((record) => truthOf.get(record)!)
  return { ...score(linkage, truth, options.files.length === 2), seconds, linkage }
}
