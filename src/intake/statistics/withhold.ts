/** Counts below this are not shown: 1 or 2 of something could be somebody (SAFETY, rule 5). */
export const SMALLEST_SHOWN = 3
/**
 * What is shown is rounded to a multiple of this. Two answers, of 26 weeks and of 13, or of this Monday and the last, differ by 0,
 * 3 or 6: whether one report makes the difference or five, nobody can tell.
 */
const ROUNDED_TO = 3

export type Cell = { key: string; reports: number }
/** `reports` null: withheld. */
export type ShownCell = { key: string; reports: number | null }

/**
 * Counts of one dimension beside their total. Where what is withheld could be reckoned back from the total, the smallest
 * other count is withheld with it: with two unknowns there is more than one answer.
 */
export function withholdSmall(cells: readonly Cell[]): ShownCell[] {
  const some = cells.filter(({ reports }) => reports > 0)
  const hidden = new Set(some.filter(({ reports }) => reports < SMALLEST_SHOWN))
  const left = some.filter((cell) => !hidden.has(cell)).toSorted((a, b) => a.reports - b.reports)
  const sum = () => [...hidden].reduce((all, { reports }) => all + reports, 0)
  // All 1, or all 2, or one alone: the total would give them away.
  const isTold = () =>
    hidden.size > 0 &&
    (hidden.size === 1 || sum() === hidden.size || sum() === hidden.size * (SMALLEST_SHOWN - 1))
  while (isTold() && left.length > 0) hidden.add(left.shift()!)
  return some.map((cell) => ({ key: cell.key, reports: hidden.has(cell) ? null : rounded(cell.reports) }))
}

/** A single number, rounded: 1 and 2 are withheld. */
export const shownCount = (reports: number): number | null =>
  reports > 0 && reports < SMALLEST_SHOWN ? null : rounded(reports)

const rounded = (reports: number) => Math.round(reports / ROUNDED_TO) * ROUNDED_TO
