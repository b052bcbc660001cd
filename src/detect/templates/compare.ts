import { spread } from '../normalise/index.ts'
import { Edges } from './edges.ts'
import { type Worths, worthsOf } from './rarity.ts'
import { settings, sketch } from './settings.ts'
import { mostShingles, shingleBits } from './signature.ts'
import { shared, type Texts } from './texts.ts'

/** Texts with what their comparison needs. */
export type Comparable = {
  readonly texts: Texts
  /** In how many texts each shingle stands, and the same in a byte (`count`). */
  readonly having: Uint32Array
  readonly common: Uint8Array
  readonly worths: Worths
  /** The rarity of all shingles of each text together. */
  readonly total: Uint32Array
  /** What all shingles of each text weigh together, by how many others have them. */
  readonly weight: Float32Array
  /** `sketch.keys` keys a text, ascending; `noKey` where it has fewer. */
  readonly keys: Uint32Array
}

const noKey = 0x7fffffff

/** All columns are empty still. */
export function comparable(texts: Texts): Comparable {
  return {
    texts,
    having: shared(Uint32Array, 2 ** shingleBits),
    common: shared(Uint8Array, 2 ** shingleBits),
    worths: worthsOf(texts.count),
    total: shared(Uint32Array, texts.count),
    weight: shared(Float32Array, texts.count),
    keys: shared(Uint32Array, texts.count * sketch.keys),
  }
}

/**
 * Fills `total`, `weight` and `keys` for some rows. The keys are a weighted draw that is the same for every text (the k smallest
 * of −ln(u)/weight, u from the shingle's hash: Efraimidis and Spirakis 2006; coordinated as in Cohen and Kaplan 2007):
 * a rare shingle is likely to be a key, a common one is not ruled out.
 */
export function weigh(data: Comparable, from: number, to: number): void {
  const { texts, common, keys } = data
  const { bits: bitsOf, weight: weightOf } = data.worths
  const k = sketch.keys
  const best = new Float64Array(k)
  const chosen = new Uint32Array(k)
  const codes = new Uint8Array(mostShingles)
  for (let row = from; row < to; row++) {
    let sum = 0
    let weight = 0
    let held = 0
    const start = texts.starts[row]!
    const length = texts.starts[row + 1]! - start
    // All looks into the large table first, with nothing between them: so they are under way together.
    for (let i = 0; i < length; i++) codes[i] = common[texts.shingles[start + i]!]!
    for (let i = 0; i < length; i++) {
      const shingle = texts.shingles[start + i]!
      const code = codes[i]!
      const bits = bitsOf[code]!
      sum += bits
      weight += weightOf[code]!
      const u = (spread(Math.imul(shingle, 0x9e3779b1)) + 1) / 4_294_967_297
      const square = bits * bits
      // −ln(u) ≥ 1 − u spares most logarithms.
      if (held === k && 1 - u >= best[k - 1]! * square) continue
      const draw = -Math.log(u) / square
      if (held === k && draw >= best[k - 1]!) continue
      let at = held < k ? held++ : k - 1
      for (; at > 0 && best[at - 1]! > draw; at--) {
        best[at] = best[at - 1]!
        chosen[at] = chosen[at - 1]!
      }
      best[at] = draw
      chosen[at] = shingle
    }
    data.total[row] = sum
    data.weight[row] = weight
    const own = keys.subarray(row * k, row * k + k).fill(noKey)
    own.set(chosen.subarray(0, held))
    own.sort()
  }
}

/** Which texts have a key: those of key `k` are `members` from `starts[k]` to `starts[k + 1]`, rows ascending. */
export type Buckets = { readonly starts: Uint32Array; readonly members: Uint32Array }

/** Empty buckets for the keys of so many texts. */
export function emptyBuckets(texts: number, keySpace: number): Buckets {
  return { starts: shared(Uint32Array, keySpace + 1), members: shared(Uint32Array, texts * sketch.keys) }
}

/** Fills the buckets of some keys, by themselves: where they begin follows from how many lower keys there are. */
export function fillBuckets(
  { keys, texts }: Comparable,
  { starts, members }: Buckets,
  from: number,
  to: number,
): void {
  const places = new Uint32Array(to - from)
  let lower = 0
  const end = texts.count * sketch.keys
  for (let row = 0; row < end; row += sketch.keys) {
    let i = row
    while (i < row + sketch.keys && keys[i]! < from) i++
    lower += i - row
    for (; i < row + sketch.keys && keys[i]! < to; i++) places[keys[i]! - from]!++
  }
  let sum = lower
  for (let key = from; key < to; key++) {
    const size = places[key - from]!
    places[key - from] = sum
    starts[key] = sum
    sum += size
  }
  // The bound of the last bucket; the range behind writes the same.
  starts[to] = sum
  for (let row = 0; row < end; row += sketch.keys) {
    let i = row
    while (i < row + sketch.keys && keys[i]! < from) i++
    for (; i < row + sketch.keys && keys[i]! < to; i++)
      members[places[keys[i]! - from]!++] = row / sketch.keys
  }
}

/** Pairs that may be of one edition, and those that may be of one template only. */
export type Candidates = { near: Edges; faint: Edges }

/**
 * Compares the texts of the buckets of some keys, and gives the pairs that share something. Small buckets are compared
 * whole; in a large one, where a key is worth little or a template is large, each text meets the same few. So the work
 * is linear in the number of texts, and there is no bucket too large to look at.
 */
export function pairs(data: Comparable, buckets: Buckets, fromKey: number, toKey: number): Candidates {
  const near = new Edges()
  const faint = new Edges()
  const { rank } = data.texts
  const size = data.texts.count
  // Pairs compared lately, by hash: most pairs come back soon, and one compared twice does no harm.
  const lately = new Float64Array(2 ** 18).fill(-1)
  const compare = (p: number, q: number): void => {
    const [a, b] = p < q ? [p, q] : [q, p]
    const pair = a * size + b
    const slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 14
    if (lately[slot] === pair) return
    lately[slot] = pair
    likeness(data, a, b)
    if (alike.edition >= settings.edition.faint) near.add(a, b, alike.template, alike.edition)
    else if (alike.template >= settings.template.faint) faint.add(a, b, alike.template, alike.edition)
  }
  for (let key = fromKey; key < toKey; key++) {
    const start = buckets.starts[key]!
    const end = buckets.starts[key + 1]!
    const many = end - start
    if (many < 2) continue
    if (many <= sketch.small) {
      for (let i = start; i < end; i++) {
        const a = buckets.members[i]!
        for (let j = i + 1; j < end; j++) {
          const b = buckets.members[j]!
          if (meetHere(data.keys, buckets, a, b, key, many <= sketch.tiny)) compare(a, b)
        }
      }
      continue
    }
    for (const one of lowest(buckets.members, start, end, rank))
      for (let i = start; i < end; i++) {
        const other = buckets.members[i]!
        if (other !== one && sharesAnother(data.keys, one, other, key)) compare(one, other)
      }
  }
  return { near: near.trimmed(), faint: faint.trimmed() }
}

/** The members with the lowest ranks. */
function lowest(members: Uint32Array, start: number, end: number, rank: Float64Array): number[] {
  const found: number[] = []
  for (let i = start; i < end; i++) {
    const row = members[i]!
    let at = found.length
    while (at > 0 && rank[found[at - 1]!]! > rank[row]!) at--
    if (at >= sketch.representatives) continue
    found.splice(at, 0, row)
    if (found.length > sketch.representatives) found.pop()
  }
  return found
}

/**
 * Are two texts of a small bucket to be compared here? Not where they share a lower key of a small bucket, as they were
 * compared there; where the bucket is not tiny, only when they share another key.
 */
function meetHere(
  keys: Uint32Array,
  { starts }: Buckets,
  a: number,
  b: number,
  key: number,
  alone: boolean,
): boolean {
  let i = a * sketch.keys
  let j = b * sketch.keys
  const endI = i + sketch.keys
  const endJ = j + sketch.keys
  let another = alone
  while (i < endI && j < endJ) {
    const p = keys[i]!
    const q = keys[j]!
    if (p === q) {
      if (p === noKey || (another && p >= key)) break
      if (p < key && starts[p + 1]! - starts[p]! <= sketch.small) return false
      if (p !== key) another = true
    }
    i += 1 + ((q - p) >> 31)
    j += 1 + ((p - q) >> 31)
  }
  return another
}

/** Do they share a key besides this one? */
function sharesAnother(keys: Uint32Array, a: number, b: number, key: number): boolean {
  let i = a * sketch.keys
  let j = b * sketch.keys
  const endI = i + sketch.keys
  const endJ = j + sketch.keys
  while (i < endI && j < endJ) {
    const p = keys[i]!
    const q = keys[j]!
    if (p === q && p !== key) return p !== noKey
    // Steps by sign, not by branch: which of the two comes next cannot be foreseen.
    i += 1 + ((q - p) >> 31)
    j += 1 + ((p - q) >> 31)
  }
  return false
}

/** The likeness last asked for: one for all, as millions are asked for. */
const alike = { template: 0, edition: 0 }

/**
 * How alike two texts are. As an edition: the rarity they share, as a part of the smaller text's. As a template: what they
 * share is worth as much as it is rare among the *others*, and counts as a part of all that each says; the mean of both.
 */
function likeness({ texts, common, worths, total, weight }: Comparable, a: number, b: number): void {
  const { bits: bitsOf, pair: worth } = worths
  const { shingles, starts } = texts
  let i = starts[a]!
  let j = starts[b]!
  const endI = starts[a + 1]!
  const endJ = starts[b + 1]!
  let bits = 0
  let count = 0
  let both = 0
  while (i < endI && j < endJ) {
    const p = shingles[i]!
    const q = shingles[j]!
    if (p === q) {
      const code = common[p]!
      bits += bitsOf[code]!
      both += worth[code]!
      count++
    }
    // Steps by sign, not by branch: which of the two comes next cannot be foreseen.
    i += 1 + ((q - p) >> 31)
    j += 1 + ((p - q) >> 31)
  }
  const enough = count >= settings.leastShared
  alike.edition = enough ? bits / Math.max(1, Math.min(total[a]!, total[b]!)) : 0
  alike.template = enough ? (both / weight[a]! + both / weight[b]!) / 2 : 0
}
