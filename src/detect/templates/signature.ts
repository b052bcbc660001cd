import { scanned, spread } from '../normalise/index.ts'
import { ascending } from './ascending.ts'
import { identitySlots, slotIn } from './identity-slots.ts'

/** A text longer than this in distinct shingles is compared by the sample of those with the smallest hashes. */
export const mostShingles = 4096

/** Shingles are hashes of this many bits: two of seventy agree by chance in three texts of ten thousand. */
export const shingleBits = 24

let held = new Uint32Array(1024)

/**
 * The signature of a text: the hashes of its pairs of neighbouring words, distinct and ascending. Equal for texts
 * that differ in case, marks, look-alike letters, digits, invisible characters and in which word of nationality,
 * ethnicity, gender or age is used only. A view until the next call.
 */
export function signature(text: string): Uint32Array {
  // First, as their table scans words of its own when it is made.
  const { hashes, slots } = identitySlots()
  const { length: words, hash } = scanned(text)
  if (held.length < words) held = new Uint32Array(words * 2)
  let length = 0
  let previous = 0
  for (let i = 0; i < words; i++) {
    const own = slotIn(hashes, slots, hash[i]!)
    if (previous !== 0) held[length++] = spread((Math.imul(previous, 31) ^ own) >>> 0) >>> (32 - shingleBits)
    previous = own
  }
  const sorted = ascending(held.subarray(0, length), shingleBits)
  let distinct = 0
  for (let i = 0; i < length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i]!
  // The smallest hashes of a set are a fair sample of it, and the same sample for the same part of two texts.
  return sorted.subarray(0, Math.min(distinct, mostShingles))
}

/** A signature as it is stored: base64 of 24-bit numbers, big-endian, so each shingle is four characters of its own. */
export function pack(shingles: Uint32Array): string {
  const bytes = Buffer.allocUnsafe(shingles.length * 3)
  for (let i = 0; i < shingles.length; i++) {
    const shingle = shingles[i]!
    bytes[i * 3] = shingle >>> 16
    bytes[i * 3 + 1] = shingle >>> 8
    bytes[i * 3 + 2] = shingle
  }
  return bytes.toString('base64')
}
