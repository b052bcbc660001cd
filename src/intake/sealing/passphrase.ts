import { randomBytes, scrypt } from 'node:crypto'
import { AsyliaError } from '#platform/errors'
import { openUnder, sealUnder } from './envelope.ts'

const SALT_BYTES = 16
// RFC 7914 with 32 MiB of memory: about a tenth of a second for the owner, for each guess of anybody else.
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
const ABOUT = 'recipient key'

/** A private key under a passphrase: salt, nonce, ciphertext, tag. */
export async function sealUnderPassphrase(privateKey: Buffer, passphrase: string): Promise<Buffer> {
  const salt = randomBytes(SALT_BYTES)
  const key = await keyOf(passphrase, salt)
  return Buffer.concat([salt, sealUnder(key, privateKey, ABOUT)])
}

/** Throws `intake.passphrase.refused`. */
export async function openWithPassphrase(sealed: Buffer, passphrase: string): Promise<Buffer> {
  const key = await keyOf(passphrase, sealed.subarray(0, SALT_BYTES))
  try {
    return openUnder(key, sealed.subarray(SALT_BYTES), ABOUT)
  } catch {
    throw new AsyliaError('intake.passphrase.refused', 'this passphrase does not open your key')
  }
}

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, 32, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}
