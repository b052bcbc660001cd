import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import type { Catalogue } from './catalogue/catalogue.ts'
import { gaps } from './gaps.ts'
import { loadCatalogue } from './load.ts'

export type Direction = {
  /** The index's year and column. */
  year: number
  against: string
  /** Countries with both figures. */
  countries: number
  /** Rank correlation of our share of criminal-law duties met with the index. */
  spearman: number
  rows: { jurisdiction: string; ours: number; index: number }[]
}

/** Of the criminal-law duties of the Trafficking Protocol that the catalogue can judge: the share met, partly counting half. */
export function lawScore(catalogue: Catalogue, jurisdiction: string, on: string): number | undefined {
  const answer = gaps(catalogue, { jurisdiction, on, treaty: 'UN_TIP_PROTOCOL', examples: false })
  const judged = answer.gaps.filter((one) => one.kind === 'criminalisation' && one.result !== 'unknown')
  if (judged.length === 0) return undefined
  const points = { met: 1, partly: 0.5, missing: 0, unknown: 0 }
  return judged.reduce((sum, one) => sum + points[one.result], 0) / judged.length
}

/** Spearman's rho, ties at their mean rank; 0 when one side does not vary. */
export function spearman(pairs: readonly (readonly [number, number])[]): number {
  const ranks = (values: number[]): number[] =>
    values.map((value) => {
      const below = values.filter((other) => other < value).length
      const same = values.filter((other) => other === value).length
      return below + (same + 1) / 2
    })
  const [a, b] = [ranks(pairs.map(([x]) => x)), ranks(pairs.map(([, y]) => y))]
  const mean = (pairs.length + 1) / 2
  let [both, ofA, ofB] = [0, 0, 0]
  for (let i = 0; i < pairs.length; i++) {
    const [x, y] = [a[i]! - mean, b[i]! - mean]
    both += x * y
    ofA += x * x
    ofB += y * y
  }
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB)
}

export const directionCommand: Command = {
  name: ['eval', 'law-direction'],
  usage: 'eval law-direction INDEX.csv [--year YEAR] [--country COLUMN] [--against COLUMN]',
  summary: 'Whether our gaps point the same way as a published policy index: a check of direction only.',
  async run(args) {
    const text = { type: 'string' } as const
    const { values, positionals } = parseCommandLine(
      this.usage,
      args,
      { year: text, country: text, against: text },
      [1, 1],
    )
    const file = positionals[0]!
    const [country, against] = [values.country ?? 'iso', values.against ?? 'prosecution']
    const year = Number(values.year ?? '2013')
    let rows: Record<string, string>[]
    try {
      rows = parse(readFileSync(file), { columns: true, bom: true, relax_column_count: true })
    } catch (error) {
      throw new BadInput(`${file}: cannot be read as CSV: ${(error as Error).message.split('\n')[0]}`)
    }
    for (const column of [country, against, 'year']) {
      if (rows[0] && !(column in rows[0])) {
        throw new BadInput(
          `${file}: row 1: column ${column} is missing; found ${Object.keys(rows[0]).join(', ')}`,
        )
      }
    }
    const catalogue = loadCatalogue()
    const found = catalogue.jurisdictions.flatMap((one) => {
      const row = rows.find((entry) => entry[country] === one.id && Number(entry['year']) === year)
      const index =
        row?.[against] === undefined || row[against] === '' || row[against] === 'NA'
          ? undefined
          : Number(row[against])
      const ours = lawScore(catalogue, one.id, new Date().toISOString().slice(0, 10))
      return index === undefined || !Number.isFinite(index) || ours === undefined
        ? []
        : [{ jurisdiction: one.id, ours, index }]
    })
    const answer: Direction = {
      year,
      against,
      countries: found.length,
      spearman: spearman(found.map((one) => [one.ours, one.index] as const)),
      rows: found,
    }
    return {
      exit: 0,
      json: answer,
      text: `${answer.countries} countries, ${against} ${year}: Spearman ${answer.spearman.toFixed(3)} (direction only; the law is of today, the index of ${year})`,
    }
  },
}
