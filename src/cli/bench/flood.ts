import { Client } from './client.ts'
import { fieldOf, fileByPages } from './door.ts'
import { Latencies } from './latency.ts'
import { atRate } from './pace.ts'
import { startOwnServer } from './own-server.ts'

/** Honest reporters a second, beside the flood. */
const HONEST = 2

/**
 * Posts that flood the door, from the same address as the honest: nothing but shaping can tell them apart. An honest
 * reporter succeeds when every page of the journey came and the report was filed.
 */
export async function benchFlood(rate: number, seconds: number, progress: (line: string) => void) {
  const server = await startOwnServer(async ({ auth }) => {
    await auth.createOrganisation({ name: 'Bench hotline', kind: 'hotline' })
  })
  try {
    const flood = new Client(server.address, 512)
    const honest = new Client(server.address, 64)
    const journey = fieldOf((await honest.get('/report')).text, 'journey')
    const statuses = new Map<number, number>()
    const [all, send] = [new Latencies(), new Latencies()]
    let asked = 0
    let inTime = 0
    progress(`a flood of ${rate} posts a second for ${seconds} s, with ${HONEST} honest reporters a second`)
    const started = performance.now()
    await Promise.all([
      atRate(rate, seconds, async () => {
        const fields = { journey, step: 'review', go: 'send', currentLanguage: 'en' }
        const status = await flood.form('/report', fields).then(
          (answer) => answer.status,
          () => 0,
        )
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }),
      atRate(HONEST, seconds, async (due) => {
        asked++
        const code = await fileByPages(honest, { due, all, send }).catch(() => undefined)
        if (code !== undefined) inTime++
      }),
    ])
    for (const each of [flood, honest]) each.close()
    await server.stop()
    const { p50Ms, p95Ms, p99Ms } = send.summary()
    return {
      n: asked,
      seconds: (performance.now() - started) / 1e3,
      floodPerSecond: rate,
      honestShare: Math.round((inTime / Math.max(1, asked)) * 1e3) / 1e3,
      p50Ms,
      p95Ms,
      p99Ms,
      floodAnswers: Object.fromEntries(statuses),
    }
  } finally {
    await server.stop()
    server.remove()
  }
}
