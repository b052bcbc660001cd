import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AsyliaError } from '#platform/errors'

/**
 * The secret that signs cookies and encrypts second factors: `keys/sign-in.key` in the data folder, made when absent.
 * Many machines of one installation share the `keys` folder.
 */
export function openSecret(dataFolder: string): string {
  const folder = join(dataFolder, 'keys')
  const path = join(folder, 'sign-in.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, randomBytes(32).toString('hex') + '\n')
    fsyncSync(file)
    closeSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(secret)) {
    throw new AsyliaError(
      'auth.key-damaged',
      `${path} does not hold 64 hexadecimal digits; restore it from a backup`,
    )
  }
  return secret
}
