export type Cell = string | number | boolean | null | undefined

/** What sorting, filtering and export need of a column. */
export type Measure<Row> = { id: string; header: string; value: (row: Row) => Cell }

export type Arrangement = {
  text: string
  facets: Readonly<Record<string, string>>
  sort: { by: string; down: boolean } | undefined
}

/** The rows a person asked for: those that hold every word of `text` and match every facet, in their order. */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Measure<Row>[],
  facets: readonly { id: string; value: (row: Row) => string }[],
  wanted: Arrangement,
  language = 'en',
): Row[] {
  const words = fold(wanted.text)
    .split(/\s+/)
    .filter((word) => word !== '')
  const asked = facets.filter((facet) => wanted.facets[facet.id])
  const kept = rows.filter((row) => {
    if (!asked.every((facet) => facet.value(row) === wanted.facets[facet.id])) return false
    if (words.length === 0) return true
    const all = fold(columns.map((column) => column.value(row) ?? '').join(' '))
    return words.every((word) => all.includes(word))
  })
  const column = columns.find(({ id }) => id === wanted.sort?.by)
  if (!column || !wanted.sort) return kept
  const sign = wanted.sort.down ? -1 : 1
  const collator = new Intl.Collator(language, { numeric: true })
  return kept.toSorted((a, b) => compare(column.value(a), column.value(b), sign, collator))
}

// What is not known stands last in either direction.
function compare(a: Cell, b: Cell, sign: number, collator: Intl.Collator): number {
  const noA = a === null || a === undefined || a === ''
  const noB = b === null || b === undefined || b === ''
  if (noA || noB) return Number(noA) - Number(noB)
  if (typeof a === 'string' || typeof b === 'string') return sign * collator.compare(String(a), String(b))
  return sign * (Number(a) - Number(b))
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
