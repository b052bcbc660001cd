import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { isSigned, type Keyring, publicHalf, signBytes, signingKey } from '#platform/crypto'

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
    key: publicHalf(key),
    signature: signBytes(key, receiptText(told)),
  }
}

export type ReceiptVerdict =
  | { ok: true; because: 'signed' }
  | { ok: false; because: 'not-signed' | 'another-key' | 'unknown-key' }

/**
 * Whether the receipt was signed by the `pinned` key (base64url) and is as it was then. Without that key nothing is proven:
 * anybody can sign with a key of their own.
 */
export function verifyReceipt(receipt: Receipt, pinned: string | undefined): ReceiptVerdict {
  if (pinned !== undefined && pinned !== receipt.key) return { ok: false, because: 'another-key' }
  if (!isSigned(receipt.key, receiptText(receipt), receipt.signature))
    return { ok: false, because: 'not-signed' }
  return pinned === undefined ? { ok: false, because: 'unknown-key' } : { ok: true, because: 'signed' }
}

/** The key that signs receipts. */
export const receiptKey = (keyring: Keyring): KeyObject => signingKey(keyring, 'intake.receipt-key')
