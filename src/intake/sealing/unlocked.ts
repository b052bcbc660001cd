import { createHash } from 'node:crypto'
import { type BoxOpener, boxOpener } from './envelope.ts'

const IDLE_MS = 30 * 60_000

type Unlocked = {
  /** Private halves of the organisation's door keys, by id: the current one, and older ones. */
  doors: Map<string, Buffer>
  /** The same, read once for many boxes. */
  openers: Map<string, Promise<BoxOpener>>
  /** Content keys opened in this session, so that a list of reports is opened once. */
  contents: Map<string, Buffer>
  until: number
}

/**
 * Door keys that a signed-in recipient has opened, in memory alone, for their session: they are wiped after half an hour
 * without use, when the session ends, and with the process. No other session, and nobody who is not a recipient, has them.
 */
export class UnlockedDoors {
  readonly #sessions = new Map<string, Unlocked>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
    setInterval(() => this.sweep(), 60_000).unref()
  }

  open(session: string, doors: Map<string, Buffer>): void {
    this.close(session)
    this.#sessions.set(session, {
      doors,
      openers: new Map(),
      contents: new Map(),
      until: this.#now() + IDLE_MS,
    })
  }

  /** The session's keys; each use keeps them for another half hour. */
  of(session: string): Omit<Unlocked, 'until'> | undefined {
    const found = this.#sessions.get(session)
    if (!found) return undefined
    if (found.until < this.#now()) {
      this.close(session)
      return undefined
    }
    found.until = this.#now() + IDLE_MS
    return found
  }

  /**
   * Whether the session has this door key open. A colleague may have made a new one since it was unlocked: then it opens what is
   * sealed to the older one alone, and its passphrase is asked for again.
   */
  holds(session: string, doorKeyId: string): boolean {
    return this.of(session)?.doors.has(doorKeyId) === true
  }

  close(session: string): void {
    const found = this.#sessions.get(session)
    if (!found) return
    found.openers.clear()
    for (const key of [...found.doors.values(), ...found.contents.values()]) key.fill(0)
    this.#sessions.delete(session)
  }

  sweep(): void {
    for (const [session, { until }] of this.#sessions) if (until < this.#now()) this.close(session)
  }
}

/** What opens the boxes of one door key; undefined: this session has not unlocked it. */
export function openerOfDoor(
  { doors, openers }: Pick<Unlocked, 'doors' | 'openers'>,
  doorKeyId: string,
): Promise<BoxOpener> | undefined {
  const privateKey = doors.get(doorKeyId)
  if (!privateKey) return undefined
  const known = openers.get(doorKeyId) ?? boxOpener(privateKey)
  openers.set(doorKeyId, known)
  return known
}

/** This process's: with many machines a session is sent to the same one, or unlocks on each. */
export const unlockedDoors = new UnlockedDoors()

/** The session a request belongs to, as a hash of its token: signing in anew, or the panic lock, makes another. */
export function sessionOf(request: Request, actor: { id: string }): string {
  const token = /session_token=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? ''
  return createHash('sha256').update(`${actor.id}\n${token}`).digest('base64')
}
