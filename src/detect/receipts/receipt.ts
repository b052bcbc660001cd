import { createHash, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { isSigned, type Keyring, publicHalf, signBytes, signingKey } from '#platform/crypto'

/** Raised whenever the same observations would be read or weighed otherwise. */
export const engineVersion = 'asylia-detect/4'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Figures = z.record(z.string(), z.union([z.number(), z.string()]))

/** A kind of evidence as it was weighed. `usual` is of the whole run: it cannot be told from these observations alone. */
const FindingLine = z.strictObject({
  kind: z.string(),
  chance: z.number(),
  usual: z.number(),
  p: z.number(),
  strength: z.number(),
  figures: Figures,
})

/**
 * What a pattern rests on, so that it can be computed again: parameters, version, and of each observation a hash. It holds
 * no text and no identifier in the clear; a number that somebody knows can be tried against its hash. Nothing beside it is
 * read: what the signature does not cover is refused, not passed over.
 */
export const PatternReceipt = z.strictObject({
  v: z.literal(1),
  kind: z.literal('asylia-pattern-receipt'),
  engine: z.string(),
  pattern: z.string(),
  /** A reviewer divided or joined patterns to make it; null: detection found it so. */
  made: z
    .strictObject({ kind: z.enum(['split', 'merge']), patterns: z.array(z.string()), at: z.string() })
    .nullable(),
  run: z.strictObject({
    id: z.string(),
    finishedAt: z.string(),
    observations: z.number(),
    templates: z.number(),
    links: z.number(),
    parameters: z.record(z.string(), z.unknown()),
  }),
  result: z.strictObject({
    fingerprint: z.string(),
    state: z.enum(['shown', 'not-enough']),
    kinds: z.array(z.string()),
    p: z.number(),
    q: z.number(),
    findings: z.array(FindingLine),
    counter: z.array(z.strictObject({ kind: z.string(), figures: Figures })),
  }),
  /** What its observations share, each as `kind:hash`. */
  things: z.array(z.string()),
  /** Each observation with the hash of what was read of it; `things` are places in the list above. */
  observations: z.array(z.strictObject({ id: z.string(), sha256: Hash, things: z.array(z.int().min(0)) })),
  /** The template of each wording, by a hash: its texts laid over each other again must give the same. */
  wordings: z.array(z.strictObject({ edition: z.string(), sha256: Hash })),
  issuedAt: z.string(),
  /** Ed25519 (RFC 8032) over the JSON of all of the above with its keys in order: public key and signature, base64url. */
  key: z.string(),
  signature: z.string(),
})
export type PatternReceipt = z.infer<typeof PatternReceipt>

export type Unsigned = Omit<PatternReceipt, 'key' | 'signature'>

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A thing as a receipt names it: its kind, and a hash of kind and value. */
export const hashOfThing = (thing: string): string => `${thing.slice(0, thing.indexOf(' '))}:${sha256(thing)}`

/** The key with which a house signs the receipts of patterns. */
export const patternReceiptKey = (keyring: Keyring): KeyObject => signingKey(keyring, 'detect.receipt-key')

export function signReceipt(key: KeyObject, unsigned: Unsigned): PatternReceipt {
  return { ...unsigned, key: publicHalf(key), signature: signBytes(key, signedBytes(unsigned)) }
}

/** Whether it is, to the letter, what the holder of its key signed. */
export const isAsSigned = ({ key, signature, ...told }: PatternReceipt): boolean =>
  isSigned(key, signedBytes(told), signature)

/** A short name of a receipt, for custody: the hash of all it says, its signature included. */
export function hashOfReceipt({ key, signature, ...told }: PatternReceipt): string {
  return createHash('sha256').update(signedBytes(told)).update(key).update(signature).digest('hex')
}

const signedBytes = (told: Unsigned): Buffer => Buffer.from(JSON.stringify(inOrder(told)))

/** The same value with the keys of every object in order: the order in which a file was written cannot matter. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, inOrder(one)]),
  )
}
