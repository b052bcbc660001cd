import { createHash } from 'node:crypto'
import { newId } from '#model'
import type { Actor } from '#platform/access'

/**
 * The id of something a form makes. The form chooses a UUID, so that sent twice it is there once; what is kept is that
 * choice bound to whoever made it (a UUID version 8, RFC 9562 §5.8): nobody learns by choosing an id whether another's row
 * has it.
 */
export function ownId(actor: Actor, chosen: string | undefined): string {
  if (chosen === undefined) return newId()
  const hash = createHash('sha256').update(`${actor.id}\0${chosen}`).digest()
  hash[6] = (hash[6]! & 0x0f) | 0x80
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
