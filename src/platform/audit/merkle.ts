import { createHash } from 'node:crypto'

/** RFC 6962 §2.1: a leaf's hash is SHA-256 over 0x00 and the entry. */
export function leafHash(entry: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(entry).digest()
}

/** RFC 6962 §2.1: an inner node's hash is SHA-256 over 0x01 and its two children. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()
}

/**
 * A Merkle tree grown leaf by leaf. It keeps only the roots of its full subtrees (a few dozen hashes however long
 * the log), from which the tree head of RFC 6962 §2.1 follows.
 */
export class MerkleTree {
  #subtrees: { height: number; hash: Buffer }[] = []
  size = 0

  append(leaf: Buffer): void {
    let top = { height: 0, hash: leaf }
    let last = this.#subtrees.at(-1)
    while (last !== undefined && last.height === top.height) {
      top = { height: top.height + 1, hash: nodeHash(last.hash, top.hash) }
      this.#subtrees.pop()
      last = this.#subtrees.at(-1)
    }
    this.#subtrees.push(top)
    this.size++
  }

  /** The tree head; of the empty tree, the hash of nothing. */
  root(): Buffer {
    const [last, ...rest] = this.#subtrees.toReversed()
    if (last === undefined) return createHash('sha256').digest()
    return rest.reduce((right, left) => nodeHash(left.hash, right), last.hash)
  }
}

/** The audit path of leaf `index` in the tree of `leaves` (RFC 6962 §2.1.1), nearest sibling first. */
export function inclusionPath(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length <= 1) return []
  const split = largestPowerBelow(leaves.length)
  return index < split
    ? [...inclusionPath(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...inclusionPath(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))]
}

/** Whether `path` proves that `leaf` stands at `index` in the tree of `size` with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
  root: Buffer,
): boolean {
  if (index >= size) return false
  let at = index
  let last = size - 1
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else hash = nodeHash(hash, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && hash.equals(root)
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = new MerkleTree()
  for (const leaf of leaves) tree.append(leaf)
  return tree.root()
}

function largestPowerBelow(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}
