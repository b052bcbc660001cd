import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { gcmOpen, gcmSeal, type Keyring, NONCE_BYTES } from '#platform/crypto'

/**
 * A hidden field that only this server can read, and only for a while: what somebody told us does not stand in the
 * page's source, and the server need not keep it between two pages.
 */
export class SealedField<Shape extends z.ZodType> {
  readonly #keyring: Keyring
  readonly #schema: Shape
  readonly #purpose: string
  readonly #lifeMs: number

  constructor(keyring: Keyring, schema: Shape, { purpose, lifeMs }: { purpose: string; lifeMs: number }) {
    this.#keyring = keyring
    this.#schema = schema
    this.#purpose = purpose
    this.#lifeMs = lifeMs
  }

  write(value: z.output<Shape>, now: Date): string {
    const nonce = randomBytes(NONCE_BYTES)
    const text = JSON.stringify({ until: now.getTime() + this.#lifeMs, value })
    const sealed = gcmSeal(this.#key(), nonce, Buffer.from(text), Buffer.from(this.#purpose))
    return Buffer.concat([nonce, sealed]).toString('base64url')
  }

  /** What was written; undefined when it is not ours, was altered, or its time is over. */
  read(field: string | undefined, now: Date): z.output<Shape> | undefined {
    if (field === undefined || field === '') return undefined
    try {
      const bytes = Buffer.from(field, 'base64url')
      const text = gcmOpen(
        this.#key(),
        bytes.subarray(0, NONCE_BYTES),
        bytes.subarray(NONCE_BYTES),
        Buffer.from(this.#purpose),
      )
      const { until, value } = JSON.parse(text.toString('utf8')) as { until: number; value: unknown }
      return until < now.getTime() ? undefined : this.#schema.parse(value)
    } catch {
      return undefined
    }
  }

  #key(): Buffer {
    return this.#keyring.derive(`portal.${this.#purpose}`)
  }
}
