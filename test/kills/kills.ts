import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { seed, sleep, startServer } from './server.ts'
import { type Acknowledged, Client, findLost, signIn, workUntilGone } from './workload.ts'

export type KillReport = {
  kills: number
  reports: number
  edits: number
  imports: number
  lost: string[]
  slowestStartSeconds: number
}

/**
 * Serves, works on it (reports through the pages, two editors of cases, imports), kills the whole process tree at a
 * random moment, starts again, and looks for everything that was acknowledged. A kill keeps the operating system's
 * page cache: it says nothing of a loss of power, which the engines' fsync settings answer for.
 */
export async function killMany(
  folder: string,
  kills: number,
  progress: (line: string) => void,
): Promise<KillReport> {
  const port = await freePort()
  const links = await seed(folder, port)
  const report: KillReport = { kills, reports: 0, edits: 0, imports: 0, lost: [], slowestStartSeconds: 0 }
  let server = await startServer(folder, port)
  const client = new Client(server.address, await signIn(server.address, links))
  for (let kill = 1; kill <= kills; kill++) {
    const done: Acknowledged = { reports: [], edits: new Map(), imports: [] }
    let over = false
    const work = workUntilGone(client, done, () => over)
    // Slow machine or quick one: something of each kind is acknowledged before the moment is drawn.
    await Promise.race([work, someOfEach(done)])
    await Promise.race([work, sleep(Math.random() * 2_500)])
    // From here on a step that fails is one the kill cut off; before, it is a fault to be seen.
    over = true
    await server.kill()
    await work
    const started = Date.now()
    server = await startServer(folder, port)
    report.slowestStartSeconds = Math.max(report.slowestStartSeconds, (Date.now() - started) / 1_000)
    report.lost.push(...(await findLost(client, done)))
    report.reports += done.reports.length
    report.edits += [...done.edits.values()].reduce((sum, count) => sum + count, 0)
    report.imports += done.imports.length
    progress(
      `kill ${kill}: ${report.reports} reports, ${report.edits} edits, ${report.imports} imports acknowledged; ${report.lost.length} lost`,
    )
  }
  await server.stop()
  return report
}

async function someOfEach({ reports, edits, imports }: Acknowledged): Promise<void> {
  for (const until = Date.now() + 90_000; Date.now() < until; await sleep(20)) {
    if (reports.length >= 3 && [...edits.values()].some((count) => count >= 4) && imports.length >= 1) return
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
