import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Keyring } from '#platform/crypto'
import { SealedField } from './sealed-field.ts'

const LIFE_MS = 2 * 60_000
/** About a second on an old phone; each step doubles it. */
const LEAST_BITS = 14
const MOST_BITS = 20

const Task = z.object({ nonce: z.string(), bits: z.int(), at: z.number() })

/**
 * A task for the browser, given only while turns are short: to find a number that, hashed with the task, begins with so many zero
 * bits (hashcash). Who has no script comes again with the task unsolved and is let in as a person who waited. Each
 * serves once. Tasks know nothing of who got them.
 */
export class WorkShown {
  readonly #tasks: SealedField<typeof Task>
  readonly #spent = new Map<string, number>()

  constructor(keyring: Keyring) {
    this.#tasks = new SealedField(keyring, Task, { purpose: 'task', lifeMs: LIFE_MS })
  }

  /** The longer the queue, the harder. */
  ask(queue: number, now: Date): { task: string; bits: number } {
    const bits = Math.min(LEAST_BITS + Math.floor(Math.log2(1 + queue / 50)), MOST_BITS)
    const nonce = randomBytes(9).toString('base64url')
    return { task: this.#tasks.write({ nonce, bits, at: now.getTime() }, now), bits }
  }

  /** What a task that came back is worth: it was solved, its owner waited a second, or nothing. */
  judge(task: string, answer: string, now: Date): 'solved' | 'waited' | undefined {
    const given = this.#tasks.read(task, now)
    if (!given || this.#spent.has(given.nonce)) return undefined
    this.#spend(given.nonce, now)
    if (
      answer !== '' &&
      leadingZeros(createHash('sha256').update(`${task}.${answer}`).digest()) >= given.bits
    )
      return 'solved'
    return now.getTime() - given.at >= 1000 ? 'waited' : undefined
  }

  #spend(nonce: string, now: Date): void {
    this.#spent.set(nonce, now.getTime())
    if (this.#spent.size < 100_000) return
    for (const [old, at] of this.#spent) if (now.getTime() - at > LIFE_MS) this.#spent.delete(old)
  }
}

export function leadingZeros(bytes: Uint8Array): number {
  let zeros = 0
  for (const byte of bytes) {
    if (byte !== 0) return zeros + Math.clz32(byte) - 24
    zeros += 8
  }
  return zeros
}
