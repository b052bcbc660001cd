import { settings } from './settings.ts'
import { shingleBits } from './signature.ts'
import { shared, type Texts } from './texts.ts'

/** In how many texts each shingle stands. */
export function frequencies(texts: Texts): Uint32Array {
  const counts = shared(Uint32Array, 2 ** shingleBits)
  const { shingles } = texts
  const end = texts.starts[texts.count]!
  for (let i = 0; i < end; i++) counts[shingles[i]!]!++
  return counts
}

/** Counts below this are told apart; above it a sixth of an octave is one. */
const exact = 128
const steps = 6

/**
 * How common each shingle is, in a byte: a quarter of the memory of the counts, so that what is looked up for every word
 * of every text stays close at hand. No step crosses a bound of `rarityOf`.
 */
export function commonness(having: Uint32Array, texts: number): Uint8Array {
  const codes = shared(Uint8Array, having.length)
  for (let shingle = 0; shingle < having.length; shingle++) {
    const count = having[shingle]!
    codes[shingle] =
      count < exact ? count : exact + Math.max(0, Math.ceil(steps * Math.log2(texts / count)) - 1)
  }
  return codes
}

/** The count that a byte of `commonness` stands for. */
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
  /** By `commonness`: the rarity in bits, */
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
