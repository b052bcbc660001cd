import { scan, spread } from '../normalise/index.ts'

/** A text longer than this in distinct shingles is compared by the sample of those with the smallest hashes. */
export const mostShingles = 4096

/**
 * The signature of a text: the hashes of its pairs of neighbouring words, distinct and ascending. Equal for texts
 * that differ in case, marks, look-alike letters, digits and invisible characters only.
 */
export function signature(text: string): Uint32Array {
  const shingles = new Set<number>()
  let previous = 0
  scan(text, (hash) => {
    if (previous !== 0) shingles.add(spread((Math.imul(previous, 31) ^ hash) >>> 0))
    previous = hash
  })
  const sorted = Uint32Array.from(shingles).sort()
  // The smallest hashes of a set are a fair sample of it, and the same sample for the same part of two texts.
  return sorted.length > mostShingles ? sorted.slice(0, mostShingles) : sorted
}
