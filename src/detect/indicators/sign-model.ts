import { fitLogistic, fitScale, logit, type Row, type Scale, sigmoid, type Weights } from './logistic.ts'
import { type Ngrams, ngramsIn } from './ngrams.ts'
import { signsIn } from './signs.ts'

export const signModelSettings = {
  /** Answers on different wordings that it takes of each kind before anything is said. */
  enough: 10,
  /** A chance from which 'holds' is said, and one minus it 'does not hold'; between them nothing is. */
  sure: 0.8,
  /** Share of the words of a pattern that the model must have met; of fewer it says nothing. */
  known: 0.35,
  /** Two patterns that share so much of their n-grams, by rarity, are one wording: split apart they would teach the test. */
  alike: 0.25,
  /** How sure it must be, in standard errors, that what was learned is better than the rules on wordings left out. */
  better: 1.64,
  parts: 5,
  reasons: 6,
} as const

/** The words of a pattern, one text a wording, as the model reads them. */
export type Read = { grams: ReadonlyMap<string, number>; written: Ngrams; fires: ReadonlyMap<string, number> }

/** A pattern whose sign a reviewer judged. */
export type Lesson = { key: string; read: Read; holds: boolean }

/** Reads the wordings of a pattern: what share of them has each n-gram, and in what share the rules find each sign. */
export function readWordings(texts: readonly string[]): Read {
  const grams = new Map<string, number>()
  const written = new Map<string, string>()
  const fires = new Map<string, number>()
  for (const text of texts) {
    for (const [gram, form] of ngramsIn(text)) {
      grams.set(gram, (grams.get(gram) ?? 0) + 1 / texts.length)
      if (!written.has(gram)) written.set(gram, form)
    }
    for (const { sign } of signsIn(text)) fires.set(sign, (fires.get(sign) ?? 0) + 1 / texts.length)
  }
  return { grams, written, fires }
}

/** How many answers on different wordings there are, and how many more it takes of each kind. */
export type Taught = { holds: number; doesNotHold: number; moreHolds: number; moreDoesNotHold: number }

/** What reviewers' answers taught about one sign. */
export type SignModel =
  | { state: 'too-few'; taught: Taught }
  /** On patterns it was not taught with it was no better than to go by the rules. */
  | { state: 'no-better'; taught: Taught }
  | {
      state: 'speaks'
      taught: Taught
      columns: ReadonlyMap<string, { column: number; rarity: number }>
      weights: Weights
      scale: Scale
    }

/** The column of 'the rules find it'; n-grams follow. */
const byRule = 0
/** A row of n-grams has length 1; the rules' share and the bias add 1 each at most. */
const longest = 3

/**
 * Learns one sign from the patterns on which reviewers answered. N-grams of one wording alone teach nothing; the chance is scaled
 * on patterns left out by wording. The order of the lessons changes nothing.
 */
export function teachSign(sign: string, given: readonly Lesson[]): SignModel {
  const lessons = given.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const families = familiesOf(lessons)
  const taught = countTaught(lessons, families)
  if (taught.moreHolds > 0 || taught.moreDoesNotHold > 0) return { state: 'too-few', taught }
  const truths = lessons.map(({ holds }) => holds)
  const scores = lessons.map(() => 0)
  const plain = lessons.map(() => 0)
  for (let part = 0; part < signModelSettings.parts; part++) {
    const isOut = (i: number): boolean => families[i]! % signModelSettings.parts === part
    const kept = lessons.flatMap((_, i) => (isOut(i) ? [] : [i]))
    const known = kept.map((i) => lessons[i]!)
    const columns = columnsOf(
      known,
      kept.map((i) => families[i]!),
    )
    const rows = known.map(({ read }) => rowOf(sign, read, columns))
    const weights = fitLogistic(
      rows,
      kept.map((i) => truths[i]!),
      columns.size + 1,
      longest,
    )
    lessons.forEach(({ read }, i) => {
      if (!isOut(i)) return
      scores[i] = logit(weights, rowOf(sign, read, columns))
      plain[i] = byRulesAlone(sign, known, read)
    })
  }
  const scale = fitScale(scores, truths)
  if (!isBetter()) return { state: 'no-better', taught }
  const columns = columnsOf(lessons, families)
  const rows = lessons.map(({ read }) => rowOf(sign, read, columns))
  return {
    state: 'speaks',
    taught,
    columns,
    weights: fitLogistic(rows, truths, columns.size + 1, longest),
    scale,
  }

  /** Squared errors against those of the rules. A slope that is not above 0: scores that mislead on wordings left out. */
  function isBetter(): boolean {
    if (scale.slope <= 0) return false
    const gains = scores.map((score, i) => {
      const truth = truths[i] ? 1 : 0
      return (plain[i]! - truth) ** 2 - (sigmoid(scale.slope * score + scale.start) - truth) ** 2
    })
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
    const spread = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0)) / gains.length
    return mean > signModelSettings.better * spread
  }
}

/** Words of the pattern that weigh: above 0 for the sign, below 0 against it. */
type Weighing = { words: string; weight: number }

/** What the model says of a pattern's sign, and why; `silent` with the reason when it says nothing. */
export type Opinion =
  | { state: 'too-few' | 'no-better' | 'strange-words' | 'unsure'; taught: Taught }
  | { state: 'holds' | 'does-not-hold'; taught: Taught; chance: number; rules: number; weighing: Weighing[] }

/** The chance that a sign holds by what was taught; undefined where too few of the pattern's words were ever met. */
export function chanceOf(sign: string, model: SignModel, read: Read): number | undefined {
  if (model.state !== 'speaks') return undefined
  const words = [...read.grams.keys()].filter((gram) => !gram.includes(' '))
  const met = words.filter((word) => model.columns.has(word)).length
  if (words.length === 0 || met / words.length < signModelSettings.known) return undefined
  return sigmoid(
    model.scale.slope * logit(model.weights, rowOf(sign, read, model.columns)) + model.scale.start,
  )
}

/** What is to be said of a pattern's sign: nothing, unless the chance is near to sure either way. */
export function opinionOn(sign: string, model: SignModel, read: Read): Opinion {
  const { taught } = model
  if (model.state !== 'speaks') return { state: model.state, taught }
  const chance = chanceOf(sign, model, read)
  if (chance === undefined) return { state: 'strange-words', taught }
  const { sure } = signModelSettings
  if (chance < sure && chance > 1 - sure) return { state: 'unsure', taught }
  const { columns, weights } = model
  const row = rowOf(sign, read, columns)
  const forms = new Map([...columns].map(([gram, { column }]) => [column, gram]))
  const weighing = row.columns
    .map((column, k) => ({ column, weight: weights.of[column]! * row.values[k]! }))
    .filter(({ column }) => column !== byRule)
    .map(({ column, weight }) => ({ words: read.written.get(forms.get(column)!)!, weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.words < b.words ? -1 : 1))
    .slice(0, signModelSettings.reasons)
  return {
    state: chance >= sure ? 'holds' : 'does-not-hold',
    taught,
    chance,
    rules: weights.of[byRule]! * (read.fires.get(sign) ?? 0),
    weighing,
  }
}

/** Which lessons are of the same wording: number of the family of each. */
function familiesOf(lessons: readonly Lesson[]): number[] {
  const having = new Map<string, number>()
  for (const { read } of lessons)
    for (const gram of read.grams.keys()) having.set(gram, (having.get(gram) ?? 0) + 1)
  // What stands in many is no wording of anybody: stock lines join no two.
  const rarity = (gram: string): number => Math.log((1 + lessons.length) / having.get(gram)!)
  const family: number[] = []
  let next = 0
  lessons.forEach(({ read }, i) => {
    const like = lessons.findIndex(
      (other, j) => j < i && shared(other.read, read, rarity) >= signModelSettings.alike,
    )
    family.push(like < 0 ? next++ : family[like]!)
  })
  return family
}

function shared(one: Read, two: Read, rarity: (gram: string) => number): number {
  let both = 0
  let all = 0
  for (const gram of one.grams.keys()) {
    all += rarity(gram)
    if (two.grams.has(gram)) both += rarity(gram)
  }
  for (const gram of two.grams.keys()) if (!one.grams.has(gram)) all += rarity(gram)
  return both / all
}

function countTaught(lessons: readonly Lesson[], families: readonly number[]): Taught {
  const of = (answer: boolean): number =>
    new Set(families.filter((_, i) => lessons[i]!.holds === answer)).size
  const [holds, doesNotHold] = [of(true), of(false)]
  const more = (n: number): number => Math.max(0, signModelSettings.enough - n)
  return { holds, doesNotHold, moreHolds: more(holds), moreDoesNotHold: more(doesNotHold) }
}

function columnsOf(
  lessons: readonly Lesson[],
  families: readonly number[],
): Map<string, { column: number; rarity: number }> {
  const seen = new Map<string, Set<number>>()
  lessons.forEach(({ read }, i) => {
    for (const gram of read.grams.keys()) {
      const own = seen.get(gram)
      if (own === undefined) seen.set(gram, new Set([families[i]!]))
      else own.add(families[i]!)
    }
  })
  const all = new Set(families).size
  const columns = new Map<string, { column: number; rarity: number }>()
  for (const [gram, own] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (own.size >= 2)
      columns.set(gram, { column: columns.size + 1, rarity: Math.log((1 + all) / (1 + own.size)) + 0.1 })
  return columns
}

function rowOf(
  sign: string,
  { grams, fires }: Read,
  known: ReadonlyMap<string, { column: number; rarity: number }>,
): Row {
  const found = [...grams].flatMap(([gram, share]) => {
    const one = known.get(gram)
    return one === undefined ? [] : [[one.column, share * one.rarity] as const]
  })
  found.sort(([a], [b]) => a - b)
  const length = Math.hypot(...found.map(([, value]) => value)) || 1
  return {
    columns: [byRule, ...found.map(([column]) => column)],
    values: [fires.get(sign) ?? 0, ...found.map(([, value]) => value / length)],
  }
}

/** The chance by the rules alone: how often the sign held among those where they find it, or find it not. */
function byRulesAlone(sign: string, lessons: readonly Lesson[], { fires }: Read): number {
  const like = lessons.filter(({ read }) => read.fires.has(sign) === fires.has(sign))
  return (like.filter(({ holds }) => holds).length + 1) / (like.length + 2)
}
