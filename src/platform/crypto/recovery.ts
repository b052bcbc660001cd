import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { combine, split } from 'shamir-secret-sharing'
import { z } from 'zod'
import { AsyliaError, BadInput } from '#platform/errors'
import { gcmOpen, gcmSeal, hkdf, KEY_BYTES, NONCE_BYTES } from './primitives.ts'

const About = 'asylia key recovery v1'
const keyFiles = /^(hash\.key|kek-\d{4,}\.key|audit\.pem)$/
const shareLine = /^asylia-share-1 ([0-9a-f]{16}) (\d+)\/(\d+) ([A-Za-z0-9_-]+) ([0-9a-f]{8})$/

/** How many of how many colleagues bring the keys back. */
export type Quorum = { need: number; of: number }

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
  { need, of }: Quorum,
): Promise<{ box: string; shares: string[] }> {
  if (need < 2 || need > of || of > 255)
    throw new BadInput(`found ${need} of ${of}, expected at least 2, at most all, of at most 255`)
  const folder = join(dataFolder, 'keys')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => keyFiles.test(name)) : []
  if (names.length === 0) throw new BadInput(`${folder} holds no keys`)
  const files = names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')])
  // Of the very type the library asks for; a Buffer is not.
  const secret = new Uint8Array(randomBytes(KEY_BYTES))
  const id = randomBytes(8).toString('hex')
  const nonce = randomBytes(NONCE_BYTES)
  const text = Buffer.from(JSON.stringify(Object.fromEntries(files)))
  const sealed = gcmSeal(keyOf(secret), nonce, text, Buffer.from(id))
  const shares = await split(secret, of, need)
  secret.fill(0)
  return {
    box: JSON.stringify({
      about: About,
      id,
      need,
      of,
      sealed: Buffer.concat([nonce, sealed]).toString('base64'),
    }),
    shares: shares.map((share, i) => shareText(id, i + 1, of, Buffer.from(share))),
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
  const shares = new Map(lines.map((line) => readShare(line, box.id)))
  if (shares.size < box.need)
    throw new BadInput(`found ${shares.size} different shares, expected ${box.need} of ${box.of}`)
  const folder = join(dataFolder, 'keys')
  if (existsSync(folder) && readdirSync(folder).some((name) => keyFiles.test(name)))
    throw new AsyliaError('crypto.keys-present', `${folder} holds keys already: move them away first`)
  const secret = Buffer.from(await combine([...shares.values()]))
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

const checkOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8)

function shareText(id: string, n: number, of: number, share: Buffer): string {
  const body = `asylia-share-1 ${id} ${n}/${of} ${share.toString('base64url')}`
  return `${body} ${checkOf(body)}`
}

function readShare(line: string, id: string): [string, Uint8Array] {
  const found = shareLine.exec(line.trim())
  const [, box, n, , share = '', check] = found ?? []
  if (!found || checkOf(line.trim().slice(0, -9)) !== check)
    throw new BadInput('a share is mistyped or cut off: its last eight characters check the others')
  if (box !== id) throw new BadInput(`share ${n} belongs to another box`)
  return [share, new Uint8Array(Buffer.from(share, 'base64url'))]
}
