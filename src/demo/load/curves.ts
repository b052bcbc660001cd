import { median } from '../ruler/ruler.ts'
import type { DemoAnswer } from './answer.ts'

type Figure = { name: string; of: (answer: DemoAnswer) => number | null }

const figures: readonly Figure[] = [
  { name: 'pattern recall', of: ({ truth }) => truth.patternRecall },
  { name: 'pattern precision', of: ({ truth }) => truth.patternPrecision },
  { name: 'false discoveries at q ≤ .05', of: ({ truth }) => truth.fdr },
  { name: 'patterns touching independent workers, per 1,000', of: ({ truth }) => truth.harm },
  { name: 'independent workers in a pattern, per 1,000', of: ({ truth }) => truth.harmWorkers },
  { name: 'lead of warnings, days', of: ({ truth }) => truth.warningLeadDaysMedian },
  { name: 'rings warned of in time', of: ({ truth }) => truth.ringsWarnedInTime },
  { name: 'warning precision', of: ({ truth }) => truth.warningPrecision },
  { name: 'false warnings a month', of: ({ truth }) => truth.falseWarningsPerMonth },
  { name: 'displaced hotspots', of: ({ truth }) => truth.displacedHotspots },
  { name: 'displaced hotspots, effort ignored', of: ({ truth }) => truth.displacedHotspotsWithoutEffort },
  { name: 'naive: duplicates, recall', of: ({ naive }) => naive.duplicates.recall },
  { name: 'naive: shared phone, recall', of: ({ naive }) => naive.phone.recall },
  { name: 'naive: shared phone, precision', of: ({ naive }) => naive.phone.precision },
  { name: 'naive: weekly counts, precision', of: ({ naive }) => naive.counts.precision },
]

/** A markdown table: a row for each figure, a column for each difficulty; median and range over the seeds. */
export function curvesMarkdown(answers: readonly DemoAnswer[]): string {
  const difficulties = [...new Set(answers.map((answer) => answer.difficulty))].sort((a, b) => a - b)
  const scales = [...new Set(answers.map((answer) => answer.scale))].join(', ')
  const seeds = [...new Set(answers.map((answer) => answer.seed))].sort((a, b) => a - b)
  const rows = figures.map(({ name, of }) => {
    const cells = difficulties.map((difficulty) =>
      cell(answers.filter((answer) => answer.difficulty === difficulty).map((answer) => of(answer))),
    )
    return `| ${name} | ${cells.join(' | ')} |`
  })
  return [
    `Scale ${scales}; seeds ${seeds.join(', ')}; a look every ${answers[0]?.weeksPerLook ?? 0} weeks; median (least to most).`,
    '',
    `| figure | ${difficulties.map((difficulty) => `difficulty ${difficulty}`).join(' | ')} |`,
    `| --- |${' --- |'.repeat(difficulties.length)}`,
    ...rows,
  ].join('\n')
}

function cell(values: readonly (number | null)[]): string {
  const known = values.filter((value): value is number => value !== null)
  const middle = median(known)
  if (middle === null) return 'none'
  const write = (value: number): string =>
    Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2).replace(/\.00$/, '')
  return known.length === 1
    ? write(middle)
    : `${write(middle)} (${write(Math.min(...known))} to ${write(Math.max(...known))})`
}
