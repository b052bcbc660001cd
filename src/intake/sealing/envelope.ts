import { createECDH, randomBytes } from 'node:crypto'
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke'
import { gcmOpen, gcmSeal, hkdf, NONCE_BYTES } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'

/**
 * How a report is sealed to the people who may read it:
 *
 *     content key   32 random bytes a report; everything told in it is sealed under it
 *     door wrap     the content key, sealed to the organisation's door key (HPKE)
 *     code wrap     the content key, sealed under the return code (HKDF, AES-256-GCM)
 *
 * HPKE is RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: P-256 because the WebCrypto of every
 * browser since 2017 knows it, so the same box can be made on an old phone without a library of curves.
 */
const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
const ENCAPSULATED_BYTES = 65
const KEY_BYTES = 32

export type KeyPair = { publicKey: Buffer; privateKey: Buffer }

/** A new key pair: 65 public bytes (uncompressed point), 32 private ones. */
export async function newKeyPair(): Promise<KeyPair> {
  const pair = await suite.GenerateKeyPair(true)
  return {
    publicKey: Buffer.from(await suite.SerializePublicKey(pair.publicKey)),
    privateKey: Buffer.from(await suite.SerializePrivateKey(pair.privateKey)),
  }
}

/** A box that only the private half opens; `about` says what is in it and must be the same to open it. */
export async function sealTo(publicKey: Uint8Array, content: Uint8Array, about: string): Promise<Buffer> {
  const key = await suite.DeserializePublicKey(publicKey)
  const { encapsulatedSecret, ciphertext } = await suite.Seal(key, content, { info: infoOf(about) })
  return Buffer.concat([encapsulatedSecret, ciphertext])
}

/** Opens boxes: what was sealed. Throws `crypto.refused` when one was altered, is another's, or says it is something else. */
export type BoxOpener = (box: Uint8Array, about: string) => Promise<Buffer>

/** Opens many boxes with one private half: it is read, and its public half made, once. Throws `crypto.refused` for no key. */
export async function boxOpener(privateKey: Uint8Array): Promise<BoxOpener> {
  const pair = await pairOf(privateKey).catch(() => {
    throw refused()
  })
  return async (box, about) => {
    try {
      const [encapsulated, sealed] = [box.subarray(0, ENCAPSULATED_BYTES), box.subarray(ENCAPSULATED_BYTES)]
      return Buffer.from(await suite.Open(pair, encapsulated, sealed, { info: infoOf(about) }))
    } catch {
      throw refused()
    }
  }
}

async function pairOf(bytes: Uint8Array) {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(bytes)
  const [privateKey, publicKey] = await Promise.all([
    suite.DeserializePrivateKey(bytes, false),
    suite.DeserializePublicKey(curve.getPublicKey()),
  ])
  return { privateKey, publicKey }
}

/** One box. Throws as `BoxOpener`. */
export async function openWith(privateKey: Uint8Array, box: Uint8Array, about: string): Promise<Buffer> {
  return (await boxOpener(privateKey))(box, about)
}

function refused(): AsyliaError {
  return new AsyliaError('crypto.refused', 'the box was altered, cut off, or is sealed to another key')
}

export function newContentKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/**
 * A key that only the code gives, for one report. The code has 77 random bits: no guessing, fast or slow, reaches it, so a
 * slow hash would only slow down the reporter.
 */
export function keyOfCode(code: string, reportId: string): Buffer {
  return hkdf(Buffer.from(code), Buffer.from(reportId), 'asylia return code v1')
}

/** Nonce, ciphertext and tag; `about` must be the same to open it. */
export function sealUnder(key: Buffer, content: Uint8Array, about: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  return Buffer.concat([nonce, gcmSeal(key, nonce, content, infoOf(about))])
}

/** Throws `crypto.refused` for an altered text, another key or other `about`. */
export function openUnder(key: Buffer, sealed: Uint8Array, about: string): Buffer {
  const bytes = Buffer.from(sealed)
  return gcmOpen(key, bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES), infoOf(about))
}

/** The browser's script says the same words (`web/portal/assets/seal.js`). */
function infoOf(about: string): Buffer {
  return Buffer.from(`asylia ${about} v1`)
}
