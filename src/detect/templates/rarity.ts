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

const rarest = 13

/**
 * The rarity of a shingle in bits, by how many texts have it: log₂ of texts over texts having it, in steps of two and 13 at
 * most. What one text in four thousand says is rare enough; a coarse step is seldom crossed when texts are added, so few
 * verdicts have to be looked at again. What everybody says counts little, and is never left out.
 */
export function rarities(texts: number): Uint8Array {
  const bits = shared(Uint8Array, texts + 1)
  for (let having = 0; having <= texts; having++) bits[having] = rarityOf(having, texts)
  return bits
}

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
export function worths(texts: number): Float32Array {
  const worth = shared(Float32Array, texts + 1)
  for (let others = 0; others <= texts; others++)
    worth[others] = Math.min(rarest, Math.max(0, Math.log2(texts / (others + 0.5)))) ** 3
  return worth
}
