import { randomUUID } from 'node:crypto'
import { lengthOf } from './message-length.ts'
import type { TextAdapter, TextChannel, TextReply } from './text-channel.ts'

export type Simulated = TextReply & { units: number; most: number }

/**
 * A gateway without a network, for tests and for trying by hand. Like a real one it may hand the same message on twice, and
 * it forgets a message once it was answered.
 */
export class TextSimulator implements TextAdapter {
  readonly name = 'simulator'
  readonly #waiting = new Map<string, { from: string; text: string }>()
  #channel: TextChannel | undefined

  async start(channel: TextChannel): Promise<void> {
    this.#channel = channel
  }

  async stop(): Promise<void> {
    this.#channel = undefined
    this.#waiting.clear()
  }

  /** How many messages it holds that were not answered yet. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Sends a message from a made-up number; `times`: as often the gateway hands it on. */
  async send(from: string, text: string, times = 1): Promise<Simulated> {
    if (!this.#channel) throw new Error('the simulator was not started')
    const messageId = randomUUID()
    this.#waiting.set(messageId, { from, text })
    let reply: TextReply = { text: '', ends: true }
    for (let i = 0; i < times; i++) reply = await this.#channel.receive({ from, text, messageId })
    this.#waiting.delete(messageId)
    const { units, most } = lengthOf(reply.text)
    return { ...reply, units, most }
  }
}
