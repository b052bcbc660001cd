import { inspect } from 'node:util'

const shown = '[sealed]'

/**
 * A confidential value in memory. It is no string: printed, logged, put into JSON or a template it says '[sealed]';
 * only `reveal()` gives it, so that every place that shows it can be found by that word.
 */
export class Sealed<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  reveal(): T {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  [inspect.custom](): string {
    return shown
  }
}
