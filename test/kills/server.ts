import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { openPlatform } from '#api'
import { parseConfig } from '#platform/config'

/** What the workers act as; the receiver of reports is the organisation they all belong to. */
const ROLES = ['analyst', 'case_worker', 'intake_worker'] as const
export type Cookies = Record<(typeof ROLES)[number], string>

export type Server = { address: string; kill(): Promise<void>; stop(): Promise<void> }

/** Makes the accounts in a new data folder, before any server holds it; answers with links that sign in once. */
export async function seed(folder: string, port: number): Promise<Record<(typeof ROLES)[number], string>> {
  const platform = await openPlatform(parseConfig(environment(folder, port)))
  try {
    const organisation = await platform.auth.createOrganisation({ name: 'Kill test house', kind: 'hotline' })
    const links = {} as Record<(typeof ROLES)[number], string>
    for (const role of ROLES) {
      const email = `${role.replace('_', '.')}@kills.example`
      await platform.auth.createUser({ name: role, email, role, organisation: organisation.id, demo: true })
      links[role] = await platform.auth.signInLink(email, 600)
    }
    return links
  } finally {
    await platform.close()
  }
}

function environment(folder: string, port: number): Record<string, string> {
  return { ASYLIA_DATA: folder, ASYLIA_PORT: String(port), ASYLIA_HOST: '127.0.0.1' }
}

/** Starts `asylia serve` as people do, and waits until it serves. */
export async function startServer(folder: string, port: number): Promise<Server> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'serve'], {
    env: { ...process.env, DATABASE_URL: '', CLICKHOUSE_URL: '', ...environment(folder, port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)))
  const until = Date.now() + 300_000
  while (!said.includes('serving http')) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`the server did not start:\n${said}`)
    await sleep(50)
  }
  return {
    address: `http://127.0.0.1:${port}`,
    kill: () => killTree(child),
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** Kills the server, PostgreSQL with its workers and the observations' engine, all at once, without a word before. */
async function killTree(child: ChildProcess): Promise<void> {
  const pids = descendants(child.pid!)
  // Stopped first, so that none of them sees another die and acts on it.
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    for (const pid of pids) {
      try {
        process.kill(pid, signal)
      } catch {
        // It ended by itself in between.
      }
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

function descendants(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended while we looked.
    }
  }
  const found = [root]
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child)
  return found
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
