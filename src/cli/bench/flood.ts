import { Client } from './client.ts'
import { fieldOf, fileByPages, postUntilTaken } from './door.ts'
import { Latencies } from './latency.ts'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { startThread } from '#platform/threads'
import type { FloodDone, FloodOrder } from './flood-posts.ts'
import { atRate } from './pace.ts'
import { startOwnServer } from './own-server.ts'
import { processorPerUnit } from './processor.ts'

/** Honest reporters a second, beside the flood. */
const HONEST = 2
/** How long somebody reads and writes at a page, in ms: quick for a person. */
const READS_MS = 11_000
const IN_TIME_MS = 2_000

/**
 * Posts that flood the door, from the same address as the honest: nothing but shaping can tell them apart. An honest
 * reporter reads each page as long as a person does, presses the button where a page asks to, and succeeds when the report
 * was filed and every page of the journey came within two seconds.
 */
export async function benchFlood(rate: number, seconds: number, progress: (line: string) => void) {
  const server = await startOwnServer(async ({ auth }) => {
    await auth.createOrganisation({ name: 'Bench hotline', kind: 'hotline' })
  })
  try {
    const honest = new Client(server.address, 64)
    const journey = fieldOf((await honest.get('/report')).text, 'journey')
    const [all, send, answers] = [new Latencies(), new Latencies(), new Latencies()]
    let asked = 0
    let filed = 0
    let inTime = 0
    let again = 0
    progress(`a flood of ${rate} posts a second for ${seconds} s, with ${HONEST} honest reporters a second`)
    const before = server.spent()
    const started = performance.now()
    // In a thread of its own: the honest are timed by a loop that the flood does not keep busy.
    const workerData: FloodOrder = { address: server.address, journey, rate, seconds }
    const thread = startThread(new URL('flood-posts.ts', import.meta.url), { workerData })
    const [[flood]] = await Promise.all([
      once(thread, 'message') as Promise<[FloodDone]>,
      atRate(HONEST, seconds, async (due) => {
        asked++
        let slowest = 0
        const once = async (fields: Record<string, string>) => {
          const begun = performance.now()
          const answer = await honest.form('/report', fields)
          const ms = performance.now() - begun
          slowest = Math.max(slowest, ms)
          answers.add(ms)
          return answer
        }
        const post = async (fields: Record<string, string>) => {
          await pause(READS_MS)
          return postUntilTaken(once, fields, () => again++)
        }
        const code = await fileByPages(honest, { due, all, send, post }).catch(() => undefined)
        if (code !== undefined) filed++
        if (code !== undefined && slowest <= IN_TIME_MS) inTime++
      }),
    ])
    const took = (performance.now() - started) / 1e3
    const posts = flood.statuses.reduce((sum, [, count]) => sum + count, 0)
    const processorMs = processorPerUnit(before, server.spent(), posts)
    honest.close()
    await server.stop()
    const { p50Ms, p95Ms, p99Ms, maxMs } = answers.summary()
    return {
      n: asked,
      seconds: took,
      processorMs,
      floodPerSecond: rate,
      honestFiled: Math.round((filed / Math.max(1, asked)) * 1e3) / 1e3,
      honestShare: Math.round((inTime / Math.max(1, asked)) * 1e3) / 1e3,
      askedAgain: again,
      p50Ms,
      p95Ms,
      p99Ms,
      maxMs,
      floodAnswers: Object.fromEntries(flood.statuses),
      floodSeconds: flood.processorSeconds,
    }
  } finally {
    await server.stop()
    server.remove()
  }
}
