import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { AsyliaError } from '#platform/errors'

export type Listening = {
  host: string
  /** The port in use, also when 0 was asked for. */
  port: number
  /** Takes no new request, finishes those under way (at most `patienceMs`), then returns. */
  stop(patienceMs?: number): Promise<void>
}

/** Serves the app by HTTP/1.1; throws `AsyliaError('http.address-in-use')` naming the address. */
export async function listen(
  app: Pick<Hono, 'fetch'>,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { headersTimeout: 20_000, requestTimeout: 300_000, keepAliveTimeout: 5000 },
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'http.address-in-use' : 'http.cannot-listen'
      reject(new AsyliaError(code, `cannot listen on ${host}:${port}: ${cause.code}`, { host, port }, cause))
    })
    server.listen(port, host, resolve)
  })
  return { host, port: (server.address() as AddressInfo).port, stop: (patience) => stop(server, patience) }
}

async function stop(server: Server, patienceMs = 20_000): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A kept-alive connection becomes idle when its answer has left; until then it is not touched.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const giveUp = setTimeout(() => server.closeAllConnections(), patienceMs)
  server.closeIdleConnections()
  await closed
  clearInterval(sweep)
  clearTimeout(giveUp)
}
