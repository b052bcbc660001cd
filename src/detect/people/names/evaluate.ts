import { BadInput } from '#platform/errors'
import { readRows } from '../linkage/read-records.ts'
import { compareNames, readEvidence } from './compare-names.ts'
import { logistic } from './fit.ts'
import type { Bearer } from './read-name.ts'
import { readName } from './read-name.ts'
import { learnWeights, weigh, type Weights } from './weights.ts'

type Quality = { precision: number; recall: number; f1: number; strongRecall: number }

export type NamesReport = Quality & {
  cases: number
  /** Pairs whose score another pair of other names has too, to nine digits. */
  tiesShare: number
  threshold: number
  /** Mean gap between the score and the share that is true, in ten bins. */
  calibrationError: number
  /** The same on weights learned without the names scored (five folds, names that share a name kept together). */
  heldOut: Quality & { calibrationError: number; folds: number; groups: number }
  seconds: number
  learned: Weights
}

type Case = { a: string; b: string; bearer: Bearer; isMatch: boolean; strong: boolean }

const folds = 5

export async function readCases(file: string): Promise<Case[]> {
  const rows = await readRows(file)
  return rows.map((row, at) => {
    for (const column of ['schema', 'name1', 'name2', 'is_match', 'quality'])
      if (row[column] === undefined)
        throw new BadInput(
          `${file}: found the columns ${Object.keys(row).join(', ')}, expected ${column} among them`,
        )
    if (row['is_match'] !== 'true' && row['is_match'] !== 'false')
      throw new BadInput(
        `${file}: row ${at + 2}, is_match: found '${row['is_match']}', expected true or false`,
      )
    return {
      a: row['name1']!,
      b: row['name2']!,
      bearer: row['schema'] === 'Person' ? 'person' : 'body',
      isMatch: row['is_match'] === 'true',
      strong: row['quality'] === 'STRONG',
    }
  })
}

/** Measures the comparison of names on judged pairs (columns schema,name1,name2,is_match,quality). */
export async function evaluateNames(file: string): Promise<NamesReport> {
  const cases = await readCases(file)
  if (cases.length === 0) throw new BadInput(`${file}: found no row, expected judged pairs`)
  const began = performance.now()
  const scores = cases.map(({ a, b, bearer }) => compareNames(a, b, bearer).score)
  const seconds = (performance.now() - began) / 1000
  const groupOf = groupByName(cases)
  const groups = [...new Set(groupOf)]
  const foldOf = groupOf.map((group) => groups.indexOf(group) % folds)
  const judged = cases.map(({ a, b, bearer, isMatch }) => ({ evidence: readEvidence(a, b, bearer), isMatch }))
  const heldOut = cases.map(() => 0)
  for (let fold = 0; fold < folds; fold++) {
    const weights = learnWeights(judged.filter((_, i) => foldOf[i] !== fold))
    judged.forEach(({ evidence }, i) => {
      if (foldOf[i] === fold) heldOut[i] = logistic(weigh(weights, evidence))
    })
  }
  return {
    cases: cases.length,
    ...quality(cases, scores),
    tiesShare: ties(cases, scores) / cases.length,
    threshold: 0.5,
    calibrationError: calibration(cases, scores),
    heldOut: {
      ...quality(cases, heldOut),
      calibrationError: calibration(cases, heldOut),
      folds,
      groups: groups.length,
    },
    seconds,
    learned: learnWeights(judged),
  }
}

function quality(cases: readonly Case[], scores: readonly number[]): Quality {
  const found = cases.filter((_, i) => scores[i]! >= 0.5)
  const right = found.filter(({ isMatch }) => isMatch).length
  const matches = cases.filter(({ isMatch }) => isMatch).length
  const strong = cases.flatMap(({ isMatch, strong: is }, i) => (isMatch && is ? [scores[i]! >= 0.5] : []))
  return {
    precision: found.length === 0 ? 1 : right / found.length,
    recall: matches === 0 ? 1 : right / matches,
    f1: right === 0 ? 0 : (2 * right) / (found.length + matches),
    strongRecall: strong.length === 0 ? 1 : strong.filter(Boolean).length / strong.length,
  }
}

/** Pairs that tie with a pair of other names; the same two names (either way round) are one pair. */
function ties(cases: readonly Case[], scores: readonly number[]): number {
  const namesAt = new Map<string, Set<string>>()
  const keyOf = (i: number): string => scores[i]!.toFixed(9)
  const namesOf = ({ a, b }: Case): string => [a, b].sort().join('\u0000').toLowerCase()
  cases.forEach((one, i) => namesAt.set(keyOf(i), (namesAt.get(keyOf(i)) ?? new Set()).add(namesOf(one))))
  return cases.filter((_, i) => namesAt.get(keyOf(i))!.size > 1).length
}

function calibration(cases: readonly Case[], scores: readonly number[]): number {
  const bins = Array.from({ length: 10 }, () => ({ sum: 0, right: 0 }))
  cases.forEach(({ isMatch }, i) => {
    const bin = bins[Math.min(9, Math.floor(scores[i]! * 10))]!
    bin.sum += scores[i]!
    if (isMatch) bin.right++
  })
  return bins.reduce((sum, bin) => sum + Math.abs(bin.sum - bin.right), 0) / cases.length
}

/** Cases that share a name, in whatever order and script its words stand, belong to one group. */
function groupByName(cases: readonly Case[]): number[] {
  const parent = cases.map((_, i) => i)
  const root = (i: number): number => (parent[i] === i ? i : (parent[i] = root(parent[i]!)))
  const first = new Map<string, number>()
  cases.forEach((one, i) => {
    for (const name of [one.a, one.b]) {
      const key = readName(name, 'person')
        .words.map(({ text }) => text)
        .sort()
        .join(' ')
      const other = first.get(key)
      if (other === undefined) first.set(key, i)
      else parent[root(i)] = root(other)
    }
  })
  return cases.map((_, i) => root(i))
}
