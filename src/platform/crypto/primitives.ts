import { createCipheriv, createDecipheriv, createHmac, hkdfSync, type KeyObject } from 'node:crypto'
import { AsyliaError } from '#platform/errors'

/** The building blocks, all from node:crypto: AES-256-GCM (NIST SP 800-38D), HKDF (RFC 5869), HMAC (RFC 2104), SHA-256. */

export const KEY_BYTES = 32
export const NONCE_BYTES = 12
export const TAG_BYTES = 16

/** Ciphertext followed by the 16-byte tag. A nonce must never serve twice under one key. */
export function gcmSeal(
  key: Buffer | KeyObject,
  nonce: Buffer,
  plaintext: Uint8Array,
  associated: Uint8Array,
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated)
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** The plaintext, or `AsyliaError('crypto.refused')` when a bit of key, nonce, text or associated data differs. */
export function gcmOpen(
  key: Buffer | KeyObject,
  nonce: Buffer,
  sealed: Uint8Array,
  associated: Uint8Array,
): Buffer {
  if (sealed.length < TAG_BYTES) throw refused()
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
  } catch {
    throw refused()
  }
}

export function hkdf(
  key: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  length = KEY_BYTES,
): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length))
}

export function hmac(key: Uint8Array, value: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(value).digest()
}

export function refused(): AsyliaError {
  return new AsyliaError(
    'crypto.refused',
    'the sealed text was altered, cut off, or belongs to something else',
  )
}
