import { createHash } from 'node:crypto'
import { combine, split } from 'shamir-secret-sharing'
import { BadInput } from '#platform/errors'

/** How many of how many colleagues bring a secret back. */
export type Quorum = { need: number; of: number }

const shareLine = /^asylia-share-1 ([0-9a-f]{16}) (\d+)\/(\d+) ([A-Za-z0-9_-]+) ([0-9a-f]{8})$/

/** Throws `BadInput` unless two at least are needed, and no more than there are. */
export function expectQuorum({ need, of }: Quorum): void {
  if (need < 2 || need > of || of > 255)
    throw new BadInput(`found ${need} of ${of}, expected at least 2, at most all, of at most 255`)
}

/**
 * A secret as `of` lines to be kept apart, any `need` of which give it back (Shamir's scheme); fewer tell nothing. `id`, 16
 * hexadecimal digits, says what the lines belong to; the last eight signs of each check the others.
 */
export async function splitSecret(secret: Uint8Array, id: string, quorum: Quorum): Promise<string[]> {
  expectQuorum(quorum)
  // Of the very type the library asks for; a Buffer is not.
  const shares = await split(new Uint8Array(secret), quorum.of, quorum.need)
  return shares.map((share, i) => shareText(id, i + 1, quorum.of, Buffer.from(share)))
}

/** Shares of one secret, each once. Throws `BadInput` for one that was mistyped or belongs to another. */
export function readShares(lines: readonly string[], id: string): Uint8Array<ArrayBuffer>[] {
  return [...new Map(lines.map((line) => readShare(line, id))).values()]
}

/** What the shares give; with fewer than are needed, it is something else: whoever combines must be able to tell. */
export async function combineShares(shares: readonly Uint8Array<ArrayBuffer>[]): Promise<Buffer> {
  return Buffer.from(await combine([...shares]))
}

const checkOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8)

function shareText(id: string, n: number, of: number, share: Buffer): string {
  const body = `asylia-share-1 ${id} ${n}/${of} ${share.toString('base64url')}`
  return `${body} ${checkOf(body)}`
}

function readShare(line: string, id: string): [string, Uint8Array<ArrayBuffer>] {
  const found = shareLine.exec(line.trim())
  const [, box, n, , share = '', check] = found ?? []
  if (!found || checkOf(line.trim().slice(0, -9)) !== check)
    throw new BadInput('a share is mistyped or cut off: its last eight characters check the others')
  if (box !== id) throw new BadInput(`share ${n} belongs to another box`)
  return [share, new Uint8Array(Buffer.from(share, 'base64url'))]
}
