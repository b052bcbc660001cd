import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { atRate } from './pace.ts'

/** What the flood is made of, and how much of it. */
export type FloodOrder = { address: string; journey: string; rate: number; seconds: number }

/** How many posts were answered with which status; 0 for those that got no answer. Seconds of processor it took. */
export type FloodDone = { statuses: [number, number][]; processorSeconds: number }

/** A connection is given up after so many posts: a flood opens new ones, too. */
const POSTS_EACH = 50
const MOST_CONNECTIONS = 512
const HEAD_END = Buffer.from('\r\n\r\n')

const order = workerData as FloodOrder
const { hostname, port, host, origin } = new URL(order.address)
const body = String(
  new URLSearchParams({ journey: order.journey, step: 'review', go: 'send', currentLanguage: 'en' }),
)
const post = Buffer.from(
  `POST /report HTTP/1.1\r\nhost: ${host}\r\norigin: ${origin}\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
)

/**
 * Posts by bare sockets, the request written out once: on a machine that it shares with what it floods, a flood must cost
 * its sender next to nothing, or it measures the sender.
 */
class Connection {
  readonly #socket: Socket
  readonly #free: (one: Connection) => void
  #waiting: ((status: number) => void) | undefined
  #head: Buffer = Buffer.alloc(0)
  #status = 0
  #left = -1
  #sent = 0
  isOver = false

  constructor(free: (one: Connection) => void) {
    this.#free = free
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.#socket.on('data', (bytes) => this.#take(bytes))
    this.#socket.on('error', () => undefined)
    this.#socket.on('close', () => this.#done(0, true))
  }

  send(): Promise<number> {
    this.#sent++
    this.#socket.write(post)
    return new Promise((resolve) => (this.#waiting = resolve))
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(bytes: Buffer): void {
    if (this.#left >= 0) {
      this.#left -= bytes.length
    } else {
      this.#head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes])
      const end = this.#head.indexOf(HEAD_END)
      if (end < 0) return
      const head = this.#head.toString('latin1', 0, end)
      this.#status = Number(head.slice(9, 12))
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      if (Number.isNaN(length)) return void this.#socket.destroy()
      this.#left = length - (this.#head.length - end - HEAD_END.length)
    }
    if (this.#left <= 0) this.#done(this.#status, this.#sent >= POSTS_EACH)
  }

  #done(status: number, over: boolean): void {
    const told = this.#waiting
    this.#waiting = undefined
    this.#head = Buffer.alloc(0)
    this.#left = -1
    if (over && !this.isOver) {
      this.isOver = true
      this.#socket.destroy()
    }
    this.#free(this)
    told?.(status)
  }
}

const free: Connection[] = []
const line: ((one: Connection) => void)[] = []
const all = new Set<Connection>()

function released(one: Connection): void {
  if (!one.isOver) {
    const next = line.shift()
    if (next) next(one)
    else free.push(one)
    return
  }
  if (!all.delete(one)) return
  const at = free.indexOf(one)
  if (at >= 0) free.splice(at, 1)
  const next = line.shift()
  if (next) next(open())
}

function open(): Connection {
  const one = new Connection(released)
  all.add(one)
  return one
}

async function connection(): Promise<Connection> {
  const known = free.pop()
  if (known) return known
  return all.size < MOST_CONNECTIONS ? open() : new Promise((resolve) => line.push(resolve))
}

const statuses = new Map<number, number>()
const before = performance.eventLoopUtilization()
await atRate(order.rate, order.seconds, async () => {
  const status = await (await connection()).send()
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
})
const { active } = performance.eventLoopUtilization(before)
for (const one of all) one.close()
parentPort!.postMessage({
  statuses: [...statuses],
  processorSeconds: Math.round(active) / 1e3,
} satisfies FloodDone)
