/** Beyond this the sort of the platform is as quick. */
const most = 1024
const bucketBits = 7
const starts = new Uint32Array(2 ** bucketBits + 1)
const placed = new Uint32Array(most)

/**
 * Sorts hashes of so many bits in place and returns them. As hashes they fall nearly in order by their first bits:
 * for the seventy of an ad a third of the time of a sort that compares.
 */
export function ascending(shingles: Uint32Array, bits: number): Uint32Array {
  const { length } = shingles
  const low = bits - bucketBits
  if (length > most) return shingles.sort()
  starts.fill(0)
  for (let i = 0; i < length; i++) starts[(shingles[i]! >>> low) + 1]!++
  for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!
  for (let i = 0; i < length; i++) {
    const shingle = shingles[i]!
    placed[starts[shingle >>> low]!++] = shingle
  }
  for (let i = 0; i < length; i++) {
    const shingle = placed[i]!
    let at = i
    for (; at > 0 && shingles[at - 1]! > shingle; at--) shingles[at] = shingles[at - 1]!
    shingles[at] = shingle
  }
  return shingles
}
