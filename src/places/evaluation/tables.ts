import { parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadInput } from '#platform/errors'
import { fromPairs, type Neighbourhood } from '../statistics/weights.ts'

/** The CSV and JSON files of a folder of checks, each read once. Mistakes name file, row and column. */
export class Tables {
  readonly #folder: string
  readonly #read = new Map<string, Record<string, string>[]>()

  constructor(folder: string) {
    this.#folder = folder
  }

  text(file: string): string {
    try {
      return readFileSync(join(this.#folder, file), 'utf8').replace(/^\uFEFF/, '')
    } catch {
      throw new BadInput(`${file}: cannot be read in ${this.#folder}`)
    }
  }

  json(file: string): unknown {
    try {
      return JSON.parse(this.text(file))
    } catch (error) {
      if (error instanceof BadInput) throw error
      throw new BadInput(`${file}: not JSON: ${(error as Error).message}`)
    }
  }

  rows(file: string): Record<string, string>[] {
    let rows = this.#read.get(file)
    if (!rows) {
      rows = parse(this.text(file), { columns: true, skip_empty_lines: true, trim: true })
      this.#read.set(file, rows)
    }
    return rows
  }

  words(file: string, column: string): string[] {
    return this.rows(file).map((row, i) => {
      const value = row[column]
      if (value === undefined) throw new BadInput(`${file}, row ${i + 2}: no column '${column}'`)
      return value
    })
  }

  /** A column as numbers; `NA` and an empty field are NaN, which means 'cannot judge'. */
  numbers(file: string, column: string): Float64Array {
    return Float64Array.from(this.words(file, column), (value, i) => {
      if (value === 'NA' || value === '' || value === 'NaN') return Number.NaN
      const number = Number(value)
      if (Number.isNaN(number)) {
        throw new BadInput(`${file}, row ${i + 2}, field ${column}: found '${value}', expected a number`)
      }
      return number
    })
  }

  /** Directed pairs of 1-based row numbers, columns i and j. */
  edges(file: string, n: number): Neighbourhood {
    const i = this.numbers(file, 'i')
    const j = this.numbers(file, 'j')
    return fromPairs(
      n,
      Array.from(i, (from, e) => {
        const to = j[e]!
        if (!(from >= 1 && from <= n && to >= 1 && to <= n)) {
          throw new BadInput(
            `${file}, row ${e + 2}: found ${from},${to}, expected row numbers from 1 to ${n}`,
          )
        }
        return [from - 1, to - 1] as const
      }),
    )
  }
}
