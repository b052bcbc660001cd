import { settings } from './settings.ts'
import { shared, type Texts } from './texts.ts'

/** Counts in how many texts each shingle of a range stands, and puts it in a byte; the counts must be 0 before. */
export function count(
  texts: Texts,
  { having, common }: { having: Uint32Array; common: Uint8Array },
  from: number,
  to: number,
): void {
  const { shingles, starts } = texts
  for (let row = 0; row < texts.count; row++) {
    const end = starts[row + 1]!
    let at = from === 0 ? starts[row]! : firstFrom(shingles, starts[row]!, end, from)
    for (; at < end && shingles[at]! < to; at++) having[shingles[at]!]!++
  }
  for (let shingle = from; shingle < to; shingle++) common[shingle] = codeOf(having[shingle]!, texts.count)
}

/** Where the shingles of a text from `least` on begin. */
function firstFrom(shingles: Uint32Array, from: number, to: number, least: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (shingles[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

/** Counts below this are told apart; above it a sixth of an octave is one. */
const exact = 128
const steps = 6

/**
 * How common a shingle is, in a byte: a quarter of the memory of the counts, so that what is looked up for every word
 * of every text stays close at hand. No step crosses a bound of `rarityOf`.
 */
function codeOf(having: number, texts: number): number {
  return having < exact ? having : exact + Math.max(0, Math.ceil(steps * Math.log2(texts / having)) - 1)
}

/** The count that a byte of `codeOf` stands for. */
function countOf(code: number, texts: number): number {
  return code < exact ? code : texts / 2 ** ((code - exact + 0.5) / steps)
}

const rarest = 13

/**
 * The rarity of a shingle in bits: log₂ of texts over texts having it, in steps of two and 13 at most. What one text
 * in four thousand says is rare enough; a coarse step is seldom crossed when texts are added, so few verdicts have to
 * be looked at again. What everybody says counts little, and is never left out.
 */
function rarityOf(having: number, texts: number): number {
  let bits = 1
  for (let bound = texts / 4; having < bound && bits < rarest; bound /= 4) bits += 2
  return bits
}

/**
 * What a shingle says of texts that have it, by how many *other* texts have it too: log₂ of all texts over those others,
 * a half added, 13 at most, to the third power. So the texts of a large template do not make their own words common, and
 * a site's notice counts little beside a turn of phrase that only they have.
 */
function worthOf(others: number, texts: number): number {
  return Math.min(rarest, Math.max(0, Math.log2(texts / (Math.max(0, others) + 0.5)))) ** 3
}

/** What shingles are worth, by how many texts have them. */
export type Worths = {
  /** By the count of *other* texts that have one. */
  readonly outside: Float32Array
  /** No shingle of a text weighs less. */
  readonly least: number
  /** By the byte of `count`: the rarity in bits, */
  readonly bits: Uint8Array
  /** what it is worth to two texts that share it, */
  readonly pair: Float32Array
  /** and what it weighs in each of them. */
  readonly weight: Float32Array
}

export function worthsOf(texts: number): Worths {
  const outside = shared(Float32Array, texts + 1)
  for (let others = 0; others <= texts; others++) outside[others] = worthOf(others, texts)
  const least = settings.template.leastWeight * outside[0]!
  const worths = {
    outside,
    least,
    bits: shared(Uint8Array, 256),
    pair: shared(Float32Array, 256),
    weight: shared(Float32Array, 256),
  }
  for (let code = 1; code < 256; code++) {
    const count = countOf(code, texts)
    worths.bits[code] = rarityOf(count, texts)
    const worth = worthOf(count - 2, texts)
    worths.pair[code] = worth
    worths.weight[code] = Math.max(least, worth)
  }
  return worths
}
