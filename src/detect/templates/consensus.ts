import { type Word, words } from '../normalise/index.ts'

/** A part of a template: words that stand in most of its texts, or a slot that each fills in its own way. */
export type Part = {
  kind: 'constant' | 'slot'
  /** The words as one of the texts writes them; for a slot what most texts put there, '' when most put nothing. */
  text: string
  /** In how many of the texts it stands, or is filled. */
  texts: number
  /** For a slot: different fillings, the commonest first, eight at most. */
  fillings: string[]
}

/** A text laid beside the template: what it has for each part, as written. */
export type Aligned = { id: string; pieces: { part: number; text: string; start: number; end: number }[] }

export type Consensus = {
  parts: Part[]
  aligned: Aligned[]
  /** Words saved by writing the texts as one template and their fillings, as a share of all their words (0 to 1). */
  saved: number
}

const longest = 400
/** A word is constant when it stands in this share of the texts, and in two. */
const constantFrom = 0.6

/** The template of some texts (a dozen or two): aligned word by word to the one most like the others. */
export function consensus(texts: readonly { id: string; text: string }[]): Consensus {
  if (texts.length === 0) return { parts: [], aligned: [], saved: 0 }
  const ordered = [...texts].sort((a, b) => (a.id < b.id ? -1 : 1))
  const tokens = ordered.map(({ text }) => words(text).slice(0, longest))
  const base = medoid(tokens)
  const matches = tokens.map((other) => match(tokens[base]!, other))
  const least = Math.max(2, constantFrom * texts.length)
  const constants = tokens[base]!.map((_, i) => i).filter(
    (i) => matches.filter((found) => found[i]! >= 0).length >= least,
  )
  const runs = joinRuns(constants, matches)
  const parts: Part[] = []
  const pieces: Aligned['pieces'][] = ordered.map(() => [])
  const ends = ordered.map(() => 0)
  const slot = (until: readonly number[]): void => {
    const part = parts.length
    const fillings = ordered.map(({ text }, t) => {
      const range = tokens[t]!.filter(({ start, end }) => start >= ends[t]! && end <= until[t]!)
      return range.length === 0 ? undefined : { start: range[0]!.start, end: range.at(-1)!.end, text }
    })
    if (fillings.every((filling) => filling === undefined)) return
    const written = fillings.map((filling) => (filling ? filling.text.slice(filling.start, filling.end) : ''))
    fillings.forEach((filling, t) => {
      if (filling) pieces[t]!.push({ part, text: written[t]!, start: filling.start, end: filling.end })
    })
    const common = commonest(written.filter((text) => text !== ''))
    const filled = fillings.filter((filling) => filling !== undefined).length
    parts.push({
      kind: 'slot',
      text: filled * 2 > texts.length ? common[0]! : '',
      texts: filled,
      fillings: common.slice(0, 8),
    })
  }
  for (const run of runs) {
    const spans = ordered.map((_, t) => spanOf(run, matches[t]!, tokens[t]!))
    slot(spans.map((span, t) => span?.start ?? ends[t]!))
    const part = parts.length
    spans.forEach((span, t) => {
      if (span === undefined) return
      pieces[t]!.push({ part, text: ordered[t]!.text.slice(span.start, span.end), ...span })
      ends[t] = span.end
    })
    const inBase = spanOf(run, matches[base]!, tokens[base]!)!
    parts.push({
      kind: 'constant',
      text: ordered[base]!.text.slice(inBase.start, inBase.end),
      texts: spans.filter((span) => span !== undefined).length,
      fillings: [],
    })
  }
  slot(ordered.map(({ text }) => text.length))
  const all = tokens.reduce((sum, some) => sum + some.length, 0)
  const covered = matches.reduce((sum, found) => sum + constants.filter((i) => found[i]! >= 0).length, 0)
  return {
    parts,
    aligned: ordered.map(({ id }, t) => ({ id, pieces: pieces[t]! })),
    saved: all === 0 ? 0 : Math.max(0, covered - constants.length) / all,
  }
}

function spanOf(
  run: readonly number[],
  found: Int32Array,
  tokens: readonly Word[],
): { start: number; end: number } | undefined {
  const at = run.map((i) => found[i]!).filter((j) => j >= 0)
  if (at.length === 0) return undefined
  return { start: tokens[at[0]!]!.start, end: tokens[at.at(-1)!]!.end }
}

/** Constant words with nothing between them in four of five texts are one part. */
function joinRuns(constants: readonly number[], matches: readonly Int32Array[]): number[][] {
  const runs: number[][] = []
  for (const i of constants) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run !== undefined && before !== undefined) {
      const both = matches.filter((found) => found[before]! >= 0 && found[i]! >= 0)
      const close = both.filter((found) => found[i]! === found[before]! + 1)
      if (close.length >= 0.8 * both.length && both.length > 0) {
        run.push(i)
        continue
      }
    }
    runs.push([i])
  }
  return runs
}

function commonest(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value)
}

/** The text with most words in common with the others. */
function medoid(tokens: readonly Word[][]): number {
  const bags = tokens.map((some) => new Set(some.map(({ hash }) => hash)))
  let best = 0
  let most = -1
  bags.forEach((bag, i) => {
    let shared = 0
    bags.forEach((other, j) => {
      if (i !== j) for (const hash of bag) if (other.has(hash)) shared++
    })
    if (shared > most) {
      most = shared
      best = i
    }
  })
  return best
}

/** For each word of `a` its partner in `b`, −1 for none: a longest common subsequence. */
function match(a: readonly Word[], b: readonly Word[]): Int32Array {
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i]!.hash === b[j]!.hash
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!)
  const partners = new Int32Array(a.length).fill(-1)
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (a[i]!.hash === b[j]!.hash) partners[i++] = j++
    else if (table[(i + 1) * width + j]! >= table[i * width + j + 1]!) i++
    else j++
  }
  return partners
}
