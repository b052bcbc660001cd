/** So many at once and no more; the others wait their turn, in order. */
export class Turns {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#taken >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#taken++
    try {
      return await work()
    } finally {
      // The turn is handed on as it is, so that nobody who came later gets in between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#taken--
    }
  }
}
