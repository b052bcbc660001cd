import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPlatform, type Platform } from '#api'
import { type Config, parseConfig } from '#platform/config'
import { AsyliaError } from '#platform/errors'
import { noLog } from '#platform/log'
import { processorSeconds, type Spent, treeOf } from './processor.ts'

/** A house of the bench's own: a data folder that is gone afterwards, and a server process as people run it. */
export type OwnServer = {
  address: string
  config: Config
  /** Seconds of processor used so far, by the server, its engines and ourselves; null where the system does not tell. */
  spent(): Spent | null
  stop(): Promise<void>
  /** SIGKILL to the server and its engines, all at one moment. */
  kill(): Promise<void>
  /** Starts it again on the same folder and address. */
  restart(): Promise<void>
  /** Opens the stores the stopped server left, to count what is there. */
  inspect<T>(work: (platform: Platform) => Promise<T>): Promise<T>
  remove(): void
}

/** Makes the data folder, lets `prepare` fill it, then starts `asylia serve` on it. */
export async function startOwnServer(prepare: (platform: Platform) => Promise<void>): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-bench-'))
  // As root, PostgreSQL's uid passes through it.
  chmodSync(folder, 0o711)
  // An engine may still be closing its files when its server has gone.
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  const port = await freePort()
  const environment = { ASYLIA_DATA: folder, ASYLIA_PORT: String(port), ASYLIA_HOST: '127.0.0.1' }
  const config = parseConfig(environment)
  const inspect = async <T>(work: (platform: Platform) => Promise<T>): Promise<T> => {
    const platform = await openPlatform(config, { log: noLog })
    try {
      return await work(platform)
    } finally {
      await platform.close()
    }
  }
  const start = async () => {
    const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, 'serve'], {
      env: { ...process.env, DATABASE_URL: '', CLICKHOUSE_URL: '', ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await untilServing(child)
    return child
  }
  try {
    await inspect(prepare)
    let child = await start()
    const gone = async () => {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    return {
      address: `http://127.0.0.1:${port}`,
      config,
      spent: () => processorSeconds(child.pid!),
      async stop() {
        child.kill('SIGTERM')
        await gone()
      },
      async kill() {
        const exited = gone()
        for (const pid of treeOf(child.pid!)) killIfThere(pid)
        await exited
      },
      async restart() {
        child = await start()
      },
      inspect,
      remove,
    }
  } catch (error) {
    remove()
    throw error
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}

async function untilServing(child: ChildProcess): Promise<void> {
  let said = ''
  child.stderr!.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)))
  while (!said.includes('serving http')) {
    if (child.exitCode !== null)
      throw new AsyliaError('bench.server-ended', `the server did not start: ${said.split('\n').at(-2)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
