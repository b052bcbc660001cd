import type { Name, NameWord } from './read-name.ts'
import { type Likeness, runLikeness, wordLikeness } from './word-likeness.ts'

/** Words of one name that go with words of the other. */
export type Link = {
  a: readonly NameWord[]
  b: readonly NameWord[]
  /** Where the runs begin. */
  atA: number
  atB: number
  value: number
  way: Likeness['way'] | 'joined' | 'acronym' | 'conflict'
}

export type Alignment = { links: readonly Link[]; onlyA: readonly NameWord[]; onlyB: readonly NameWord[] }

/** From this likeness on two words are read as one. */
const leastAlike = 0.5
const longestRun = 4

/**
 * Aligns the words of two names whatever their order: the most alike first, words written together or apart, initials
 * and acronyms; then, of what is left on both sides, the words that stand in each other's place.
 */
export function align(one: Name, two: Name): Alignment {
  const proposals = propose(one, two)
  // By likeness and by how much it explains; then by place, so that the answer is the same either way round.
  proposals.sort(
    (p, q) =>
      rank(q) - rank(p) ||
      Math.abs(p.atA - p.atB) - Math.abs(q.atA - q.atB) ||
      p.atA + p.atB - (q.atA + q.atB) ||
      Math.min(p.atA, p.atB) - Math.min(q.atA, q.atB),
  )
  const usedA = new Set<number>()
  const usedB = new Set<number>()
  const links: Link[] = []
  for (const link of proposals) {
    const spanA = link.a.map((_, k) => link.atA + k)
    const spanB = link.b.map((_, k) => link.atB + k)
    if (spanA.some((k) => usedA.has(k)) || spanB.some((k) => usedB.has(k))) continue
    spanA.forEach((k) => usedA.add(k))
    spanB.forEach((k) => usedB.add(k))
    links.push(link)
  }
  const restA = one.words.map((word, at) => ({ word, at })).filter(({ at }) => !usedA.has(at))
  const restB = two.words.map((word, at) => ({ word, at })).filter(({ at }) => !usedB.has(at))
  return pairConflicts(one, two, links, restA, restB)
}

const rank = ({ value, a, b, way }: Link): number => {
  const weigh = (words: readonly NameWord[]): number => words.reduce((sum, { weight }) => sum + weight, 0)
  return value * value * Math.min(weigh(a), weigh(b)) * (way === 'joined' || way === 'acronym' ? 0.9 : 1)
}

function propose(one: Name, two: Name): Link[] {
  const found: Link[] = []
  one.words.forEach((a, atA) =>
    two.words.forEach((b, atB) => {
      const { value, way } = wordLikeness(a, b, one, two)
      if (value >= leastAlike) found.push({ a: [a], b: [b], atA, atB, value, way })
    }),
  )
  runs(one, two, (run, atA, b, atB, value, way) => found.push({ a: run, b: [b], atA, atB, value, way }))
  runs(two, one, (run, atB, a, atA, value, way) => found.push({ a: [a], b: run, atA, atB, value, way }))
  return found
}

/** Runs of words of one name that are one word of the other, or whose first letters it spells. */
function runs(
  one: Name,
  two: Name,
  found: (
    run: NameWord[],
    at: number,
    word: NameWord,
    atWord: number,
    value: number,
    way: Link['way'],
  ) => void,
): void {
  for (let at = 0; at < one.words.length; at++)
    for (let size = 2; size <= longestRun && at + size <= one.words.length; size++) {
      const run = one.words.slice(at, at + size)
      if (run.some(({ kind }) => kind === 'legal' || kind === 'honorific')) break
      const text = run.map((word) => word.text).join('')
      const raw = run.map((word) => word.raw).join('')
      const first = run.map((word) => word.text[0]!).join('')
      two.words.forEach((word, atWord) => {
        if (word.text.length === size && word.text === first && run.every(({ kind }) => kind !== 'initial')) {
          found(run, at, word, atWord, 0.75, 'acronym')
          return
        }
        if (Math.abs(text.length - word.text.length) > 3) return
        const { value } = runLikeness(text, word.text, raw, word.raw, one, two)
        if (value >= 0.75) found(run, at, word, atWord, value * 0.985, 'joined')
      })
    }
}

/** Of what is left on both sides, words of the name itself stand against each other, the most alike first. */
function pairConflicts(
  one: Name,
  two: Name,
  links: Link[],
  restA: { word: NameWord; at: number }[],
  restB: { word: NameWord; at: number }[],
): Alignment {
  const counts = ({ word }: { word: NameWord }): boolean =>
    word.kind !== 'particle' && word.kind !== 'honorific' && word.kind !== 'legal'
  const options = restA
    .filter(counts)
    .flatMap((a) =>
      restB.filter(counts).map((b) => ({ a, b, value: wordLikeness(a.word, b.word, one, two).value })),
    )
  options.sort(
    (p, q) =>
      q.value - p.value ||
      Math.abs(p.a.at - p.b.at) - Math.abs(q.a.at - q.b.at) ||
      p.a.at + p.b.at - (q.a.at + q.b.at) ||
      Math.min(p.a.at, p.b.at) - Math.min(q.a.at, q.b.at),
  )
  const usedA = new Set<number>()
  const usedB = new Set<number>()
  for (const { a, b, value } of options) {
    if (usedA.has(a.at) || usedB.has(b.at)) continue
    usedA.add(a.at)
    usedB.add(b.at)
    links.push({ a: [a.word], b: [b.word], atA: a.at, atB: b.at, value, way: 'conflict' })
  }
  return {
    links,
    onlyA: restA.filter(({ at }) => !usedA.has(at)).map(({ word }) => word),
    onlyB: restB.filter(({ at }) => !usedB.has(at)).map(({ word }) => word),
  }
}
