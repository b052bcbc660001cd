/** How long somebody who came in the usual way is kept waiting for their turn before they are asked to come again. */
const PATIENCE_MS = 1_800

/** How long after turns were short it is still asked how people come: a flood does not get in by each turn that falls free. */
const WARY_MS = 5_000

/**
 * 0: work was shown for it · 1: comes again after waiting, as it was asked to · 2: came the way a person comes (a journey
 * begun a while ago, an opened report) · 3: anything else.
 */
export type Rank = 0 | 1 | 2 | 3

const RANKS: readonly Rank[] = [0, 1, 2, 3]
const STRANGER: Rank = 3

/** There is no turn now. */
export class Busy extends Error {}

/** One for all: under a flood, to note a thousand times a second where it was thrown costs more than to answer. */
const busy = new Busy()

type Waiting = { go: () => void; give: () => void }

/**
 * Lets so many requests work at once. Under load the turns go to those who came as a person comes, whoever else knocks how
 * often: nobody is known by an address, nobody is shut out, and what nobody waits for costs next to nothing.
 */
export class Gate {
  readonly #most: number
  readonly #room: readonly [number, number, number, number]
  readonly #patienceMs: number
  readonly #waiting: readonly [Waiting[], Waiting[], Waiting[], Waiting[]] = [[], [], [], []]
  #working = 0
  /** Of those who work, how many came as anything else. */
  #strangers = 0
  #shortUntil = 0

  constructor({
    most = 8,
    room = [400, 400, 400, 40] as const,
    patienceMs = PATIENCE_MS,
  }: { most?: number; room?: readonly [number, number, number, number]; patienceMs?: number } = {}) {
    this.#most = most
    this.#room = room
    this.#patienceMs = patienceMs
  }

  get isFull(): boolean {
    return this.#working >= this.#most
  }

  /** Whether turns are short, or were a moment ago: then it is asked how somebody came. */
  get isShort(): boolean {
    return this.isFull || performance.now() < this.#shortUntil
  }

  /** How many wait, for how much work to ask for. */
  get queue(): number {
    return this.#waiting.reduce((all, { length }) => all + length, 0)
  }

  /** Does the work when its turn comes. Throws `Busy` when it does not come in time. */
  async run<Result>(rank: Rank, work: () => Promise<Result>): Promise<Result> {
    if (this.isFull) this.#shortUntil = performance.now() + WARY_MS
    if (this.#mayGo(rank)) this.#begin(rank)
    else await this.#turn(rank)
    try {
      return await work()
    } finally {
      this.#working--
      if (rank === STRANGER) this.#strangers--
      this.#next()
    }
  }

  /** While turns are short, a quarter of them is for those who came as anything else: the rest stays free for people. */
  #mayGo(rank: Rank): boolean {
    if (this.isFull) return false
    return rank !== STRANGER || !this.isShort || this.#strangers < Math.max(1, Math.floor(this.#most / 4))
  }

  #begin(rank: Rank): void {
    this.#working++
    if (rank === STRANGER) this.#strangers++
  }

  #next(): void {
    for (const rank of RANKS) {
      while (this.#waiting[rank].length > 0 && this.#mayGo(rank)) {
        this.#begin(rank)
        this.#waiting[rank].shift()!.go()
      }
    }
  }

  #turn(rank: Rank): Promise<void> {
    const line = this.#waiting[rank]
    if (line.length >= this.#room[rank]) throw busy
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        go: () => {
          clearTimeout(timer)
          resolve()
        },
        give: () => {
          line.splice(line.indexOf(entry), 1)
          reject(busy)
        },
      }
      const timer = setTimeout(entry.give, this.#patienceMs)
      line.push(entry)
    })
  }
}
