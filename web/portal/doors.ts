import { type IntakeServices, publicDoor } from '#intake'

export type Door = { id: string; publicKey: Buffer }

const FRESH_MS = 10_000

/** Door keys as the pages need them: looked up anew every ten seconds, so that a page costs no query. */
export class Doors {
  readonly #intake: IntakeServices
  readonly #known = new Map<string, { door: Promise<Door | undefined>; until: number }>()

  constructor(intake: IntakeServices) {
    this.#intake = intake
  }

  of(organisationId: string): Promise<Door | undefined> {
    const now = this.#intake.now().getTime()
    const known = this.#known.get(organisationId)
    if (known && known.until > now && known.until <= now + FRESH_MS) return known.door
    // A store that does not answer is no reason to show no page: what is typed then is sealed on the server, and said so.
    const door = publicDoor(this.#intake, organisationId).catch(() => {
      this.#known.delete(organisationId)
      return undefined
    })
    this.#known.set(organisationId, { door, until: now + FRESH_MS })
    return door
  }
}
