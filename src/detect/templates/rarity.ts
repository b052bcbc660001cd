import { shingleBits } from './signature.ts'
import { shared, type Texts } from './texts.ts'

/** In how many texts each shingle stands. */
export function frequencies(texts: Texts): Uint32Array {
  const counts = new Uint32Array(2 ** shingleBits)
  const { shingles } = texts
  const end = texts.starts[texts.count]!
  for (let i = 0; i < end; i++) counts[shingles[i]!]!++
  return counts
}

const rarest = 13

/**
 * The rarity of each shingle in bits: log₂ of texts over texts having it, in steps of two and 13 at most. What one text
 * in four thousand says is rare enough; a coarse step is seldom crossed when texts are added, so few verdicts have to
 * be looked at again. What everybody says counts little, and is never left out.
 */
export function rarities(counts: Uint32Array, texts: number): Uint8Array {
  const bits = shared(Uint8Array, counts.length)
  for (let i = 0; i < counts.length; i++) bits[i] = rarityOf(counts[i]!, texts)
  return bits
}

export function rarityOf(having: number, texts: number): number {
  let bits = 1
  for (let bound = texts / 4; having < bound && bits < rarest; bound /= 4) bits += 2
  return bits
}
