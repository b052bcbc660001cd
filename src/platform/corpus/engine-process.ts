/**
 * The embedded engine's own process. chDB's calls block and a crash of the engine takes its process along, so it
 * lives here, alone, and speaks to Asylia over the IPC channel; when that closes, whatever the reason, it ends.
 */
import { type ChdbQueryStream, Session } from 'chdb'
import type { EngineArguments, EngineReply, EngineRequest } from './engine-messages.ts'

const options = JSON.parse(process.argv[2]!) as EngineArguments

/** Statements run side by side, each on a session of its own: a session has one cursor and one set of parameters. */
const sessionLimit = 6
const idle: Session[] = []
const waiting: ((session: Session) => void)[] = []
const streams = new Map<number, { more(): void; stop(): void }>()
let sessions = 0

function openSession(): Session {
  const session = new Session(options.folder, { connectionArgs: options.connectionArgs })
  sessions++
  return session
}

async function withSession(work: (session: Session) => Promise<void>): Promise<void> {
  const session =
    idle.pop() ??
    (sessions < sessionLimit
      ? openSession()
      : await new Promise<Session>((resolve) => {
          waiting.push(resolve)
        }))
  try {
    await work(session)
  } finally {
    const next = waiting.shift()
    if (next === undefined) idle.push(session)
    else next(session)
  }
}

/** Payloads are garbage once inserted, and an idle process collects none by itself: give the memory back. */
const restAfterMs = 2_000
let rest: NodeJS.Timeout | undefined
let running = 0

function restLater(): void {
  clearTimeout(rest)
  if (running === 0) rest = setTimeout(() => globalThis.gc?.(), restAfterMs).unref()
}

async function answer(id: number, work: (session: Session) => Promise<void>): Promise<void> {
  running++
  try {
    await withSession(work)
    send({ id, kind: 'done' })
  } catch (error) {
    send({ id, kind: 'failed', text: error instanceof Error ? error.message : String(error) })
  } finally {
    running--
    restLater()
  }
}

async function sendRows(id: number, stream: ChdbQueryStream): Promise<void> {
  let credit = 2
  let stopped = false
  let wake: (() => void) | undefined
  const touch = () => {
    wake?.()
    wake = undefined
  }
  streams.set(id, { more: () => (credit++, touch()), stop: () => ((stopped = true), touch()) })
  try {
    for await (const chunk of stream) {
      while (credit === 0 && !stopped) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (stopped) break
      credit--
      send({ id, kind: 'chunk', bytes: chunk.raw() })
    }
  } finally {
    streams.delete(id)
  }
}

function send(reply: EngineReply): void {
  if (process.connected) process.send!(reply)
}

function receive(request: EngineRequest): void {
  const { id } = request
  switch (request.kind) {
    case 'command':
      void answer(id, async (session) => {
        if (request.set !== undefined) await session.queryAsync(request.set)
        await session.queryAsync(request.sql)
      })
      return
    case 'rows':
      void answer(id, async (session) => {
        if (request.set !== undefined) await session.queryAsync(request.set)
        await sendRows(id, session.queryStream(request.sql, { format: request.format }))
      })
      return
    case 'insert':
      void answer(id, async (session) => {
        await session.insert({ table: request.table, values: request.lines, format: 'JSONEachRow' })
      })
      return
    case 'more':
      streams.get(id)?.more()
      return
    case 'stop':
      streams.get(id)?.stop()
      return
    case 'close':
      for (const session of idle) session.close()
      send({ id, kind: 'done' })
      process.disconnect()
      return
    default:
      request satisfies never
  }
}

// Ctrl-C reaches the whole process group; Asylia decides when the engine ends, after what it acknowledged.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
// Nobody is left to acknowledge to: what was acknowledged is on disk, and a running statement must not hold the folder.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('message', receive)

try {
  idle.push(openSession())
  send({ kind: 'ready' })
} catch (error) {
  send({ kind: 'unusable', text: error instanceof Error ? error.message : String(error) })
  process.disconnect()
}
