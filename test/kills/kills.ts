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
    await sleep(1_500 + Math.random() * 2_500)
    await server.kill()
    over = true
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

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
