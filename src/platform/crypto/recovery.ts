import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AsyliaError, BadInput } from '#platform/errors'
import { gcmOpen, gcmSeal, hkdf, KEY_BYTES, NONCE_BYTES } from './primitives.ts'
import { combineShares, expectQuorum, type Quorum, readShares, splitSecret } from './shares.ts'

const About = 'asylia key recovery v1'
const keyFiles = /^(hash\.key|kek-\d{4,}\.key|audit\.pem)$/

const Box = z.object({
  about: z.literal(About),
  id: z.string(),
  need: z.int(),
  of: z.int(),
  sealed: z.base64(),
})

/**
 * The keys folder, sealed under a secret that exists nowhere but in `of` shares, any `need` of which give it back (Shamir's
 * scheme). The box may lie beside a backup: fewer shares than needed tell nothing. Splitting again makes new shares; old
 * ones open only the box they were made with.
 */
export async function splitKeys(
  dataFolder: string,
  quorum: Quorum,
): Promise<{ box: string; shares: string[] }> {
  expectQuorum(quorum)
  const folder = join(dataFolder, 'keys')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => keyFiles.test(name)) : []
  if (names.length === 0) throw new BadInput(`${folder} holds no keys`)
  const files = names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')])
  const secret = randomBytes(KEY_BYTES)
  const id = randomBytes(8).toString('hex')
  const nonce = randomBytes(NONCE_BYTES)
  const text = Buffer.from(JSON.stringify(Object.fromEntries(files)))
  const sealed = gcmSeal(keyOf(secret), nonce, text, Buffer.from(id))
  const shares = await splitSecret(secret, id, quorum)
  secret.fill(0)
  return {
    box: JSON.stringify({
      about: About,
      id,
      ...quorum,
      sealed: Buffer.concat([nonce, sealed]).toString('base64'),
    }),
    shares,
  }
}

/**
 * Puts the keys back from a box and enough of its shares. Throws `BadInput` for a share that was mistyped, is of another
 * box or is given twice, and for too few; `crypto.keys-present` where there are keys already. Returns the files written.
 */
export async function recoverKeys(
  dataFolder: string,
  boxText: string,
  lines: readonly string[],
): Promise<string[]> {
  const box = parseBox(boxText)
  const shares = readShares(lines, box.id)
  if (shares.length < box.need)
    throw new BadInput(`found ${shares.length} different shares, expected ${box.need} of ${box.of}`)
  const folder = join(dataFolder, 'keys')
  if (existsSync(folder) && readdirSync(folder).some((name) => keyFiles.test(name)))
    throw new AsyliaError('crypto.keys-present', `${folder} holds keys already: move them away first`)
  const secret = await combineShares(shares)
  const sealed = Buffer.from(box.sealed, 'base64')
  const text = gcmOpen(
    keyOf(secret),
    sealed.subarray(0, NONCE_BYTES),
    sealed.subarray(NONCE_BYTES),
    Buffer.from(box.id),
  )
  secret.fill(0)
  const files = z.record(z.string().regex(keyFiles), z.base64()).parse(JSON.parse(text.toString()))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), Buffer.from(content, 'base64'), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
  return Object.keys(files)
}

const keyOf = (secret: Uint8Array) => hkdf(secret, Buffer.alloc(0), About)

function parseBox(text: string): z.infer<typeof Box> {
  try {
    return Box.parse(JSON.parse(text))
  } catch {
    throw new BadInput('the box is no recovery box of keys, or was cut off')
  }
}
