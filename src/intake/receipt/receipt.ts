import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import type { Keyring } from '#platform/crypto'

/**
 * A receipt: that something was filed here, by when at the latest, and that it was this and nothing else, without telling
 * what. Anyone verifies it offline with the public key; the content is fixed by a hash with a secret in it, so that trying
 * likely contents against it leads nowhere.
 */
export const Receipt = z.object({
  v: z.literal(1),
  /** To the hour; a finer time could give a reporter away. */
  hour: z.iso.datetime(),
  /** SHA-256 of the content with a secret that only the code and the report's id give, hexadecimal. */
  content: z.string().regex(/^[0-9a-f]{64}$/),
  /** The newest head of the record signed before that hour: the filing came after it. Null in a new house. */
  log: z.object({ size: z.int(), root: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
  /** Ed25519 (RFC 8032): the public key and the signature over the lines above, base64url. */
  key: z.string(),
  signature: z.string(),
})
export type Receipt = z.infer<typeof Receipt>

/** The bytes that are signed: the page that verifies offline makes the same ones. */
export function receiptText({ hour, content, log }: Pick<Receipt, 'hour' | 'content' | 'log'>): Buffer {
  return Buffer.from(`asylia receipt v1\n${hour}\n${content}\n${log ? `${log.size} ${log.root}` : '-'}\n`)
}

export function signReceipt(key: KeyObject, told: Pick<Receipt, 'hour' | 'content' | 'log'>): Receipt {
  return {
    v: 1,
    ...told,
    key: rawPublicKey(key).toString('base64url'),
    signature: sign(null, receiptText(told), key).toString('base64url'),
  }
}

export type ReceiptVerdict = { ok: boolean; because: 'signed' | 'not-signed' | 'another-key' }

/** Whether the receipt is as it was signed; with `pinned` (base64url) also whether by that key. */
export function verifyReceipt(receipt: Receipt, pinned?: string): ReceiptVerdict {
  if (pinned !== undefined && pinned !== receipt.key) return { ok: false, because: 'another-key' }
  const publicKey = publicKeyOf(receipt.key)
  const isSigned =
    publicKey !== undefined &&
    verify(null, receiptText(receipt), publicKey, Buffer.from(receipt.signature, 'base64url'))
  return isSigned ? { ok: true, because: 'signed' } : { ok: false, because: 'not-signed' }
}

// RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** The key that signs receipts: made from the keyring's hash key, so that it is the same after every restart and restore. */
export function receiptKey(keyring: Keyring): KeyObject {
  const known = keys.get(keyring)
  if (known) return known
  const seed = keyring.keyedHash('intake.receipt-key', 'ed25519')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  keys.set(keyring, key)
  return key
}

const keys = new WeakMap<Keyring, KeyObject>()

export function rawPublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length)
}

function publicKeyOf(raw: string): KeyObject | undefined {
  try {
    const bytes = Buffer.from(raw, 'base64url')
    return createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}
