import { Agent, request } from 'node:http'

export type Answer = { status: number; text: string; cookies: string[] }

/** A kept connection was closed before the request on it was answered. */
class ClosedMeanwhile extends Error {}

/**
 * A small HTTP client with kept-alive connections: as light as can be, as it shares the machine with what it measures. A
 * kept connection that the server closes at the moment it is used again is no answer of the server's: as browsers do, the
 * request is then sent once more (RFC 9112 section 9.3.1), which is safe: a form sent twice is taken in once, and a record of a bench may stand twice.
 */
export class Client {
  readonly #address: URL
  readonly #agent: Agent
  /** How many requests were sent once more, since the server had just closed the connection. */
  resent = 0

  constructor(address: string, connections = 256) {
    this.#address = new URL(address)
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' })
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send('GET', path, headers)
  }

  form(path: string, fields: Record<string, string>): Promise<Answer> {
    const type = 'application/x-www-form-urlencoded'
    return this.#send(
      'POST',
      path,
      { 'content-type': type, origin: this.#address.origin },
      String(new URLSearchParams(fields)),
    )
  }

  json(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
    const all = { ...headers, 'content-type': 'application/json', origin: this.#address.origin }
    return this.#send(method, path, all, JSON.stringify(body))
  }

  close(): void {
    this.#agent.destroy()
  }

  async #send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    try {
      return await this.#sendOnce(method, path, headers, body)
    } catch (error) {
      if (!(error instanceof ClosedMeanwhile)) throw error
      this.resent++
      return this.#sendOnce(method, path, headers, body)
    }
  }

  #sendOnce(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const { hostname, port } = this.#address
      const sent = request({
        hostname,
        port,
        path,
        method,
        agent: this.#agent,
        headers: { ...headers, ...length },
      })
      sent.setTimeout(60_000, () => sent.destroy(new Error('no answer in a minute')))
      sent.once('error', (error: NodeJS.ErrnoException) => {
        const isClosed = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        reject(isClosed ? new ClosedMeanwhile(error.code) : error)
      })
      sent.once('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            cookies: response.headers['set-cookie'] ?? [],
          }),
        )
      })
      sent.end(body)
    })
  }
}
