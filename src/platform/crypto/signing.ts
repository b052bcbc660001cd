import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Keyring } from './keyring.ts'

// RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

const keys = new WeakMap<Keyring, Map<string, KeyObject>>()

/**
 * The Ed25519 key (RFC 8032) with which a house signs documents of one kind: made from the keyring's hash key, so that it
 * is the same after every restart and restore. `purpose` names the kind (`intake.receipt-key`).
 */
export function signingKey(keyring: Keyring, purpose: string): KeyObject {
  const own = keys.get(keyring) ?? new Map<string, KeyObject>()
  keys.set(keyring, own)
  const known = own.get(purpose)
  if (known) return known
  const seed = keyring.keyedHash(purpose, 'ed25519')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  own.set(purpose, key)
  return key
}

/** The public half as its 32 bytes, base64url: what stands in a signed document. */
export function publicHalf(key: KeyObject): string {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return der.subarray(SPKI.length).toString('base64url')
}

/** Signs bytes; base64url. */
export const signBytes = (key: KeyObject, bytes: Uint8Array): string =>
  sign(null, bytes, key).toString('base64url')

/** Whether these bytes were signed by the key given as `publicHalf` gives it; false for what is no key. */
export function isSigned(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.concat([SPKI, Buffer.from(publicKey, 'base64url')]),
      format: 'der',
      type: 'spki',
    })
    return verify(null, bytes, key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
