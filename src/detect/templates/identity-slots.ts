import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { spread, words } from '../normalise/index.ts'

const IdentityWords = z.object({
  groups: z.array(z.object({ kind: z.string(), words: z.array(z.string()) })),
})

/** A power of two, several times the list: most words are told apart at the first look. */
const size = 2 ** 14

type Slots = { readonly hashes: Uint32Array; readonly slots: Uint32Array }
let held: Slots | undefined

/** The table of `slotIn`; made when it is first asked for, which scans words. */
export function identitySlots(): Slots {
  return (held ??= build())
}

/**
 * What a word counts as in a signature, by its hash: one slot for all words of nationality, one of ethnicity, of gender
 * and of age (`data/detect/identity-words.json`, all languages), so that nothing that is found in wordings can depend on
 * which of them was chosen; any other word is itself.
 */
export function slotIn(hashes: Uint32Array, slots: Uint32Array, hash: number): number {
  let at = hash & (size - 1)
  for (;;) {
    const here = hashes[at]!
    if (here === hash) return slots[at]!
    if (here === 0) return hash
    at = (at + 1) & (size - 1)
  }
}

function build(): Slots {
  const file = new URL('../../../data/detect/identity-words.json', import.meta.url)
  const { groups } = IdentityWords.parse(JSON.parse(readFileSync(file, 'utf8')))
  const kinds = [...new Set(groups.map(({ kind }) => kind))]
  // Kinds that have a word in common are one slot: either of their words may stand for it.
  const parent = new Map(kinds.map((kind) => [kind, kind]))
  const root = (kind: string): string => (parent.get(kind) === kind ? kind : root(parent.get(kind)!))
  const kindOf = new Map<number, string>()
  for (const { kind, words: list } of groups)
    for (const word of list) {
      const { hash } = words(word)[0]!
      const before = kindOf.get(hash)
      if (before === undefined) kindOf.set(hash, kind)
      else parent.set(root(kind), root(before))
    }
  const made = { hashes: new Uint32Array(size), slots: new Uint32Array(size) }
  for (const [hash, kind] of kindOf) {
    let at = hash & (size - 1)
    while (made.hashes[at] !== 0) at = (at + 1) & (size - 1)
    made.hashes[at] = hash
    made.slots[at] = spread(0x49000000 + kinds.indexOf(root(kind)))
  }
  return made
}
