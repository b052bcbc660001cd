import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { accessTable } from '#model'
import { systemActor } from '#platform/access'
import { type Command, parseCommandLine } from '#platform/command'
import { parseConfig } from '#platform/config'
import { Keyring, Sealer, subjectKeyStore } from '#platform/crypto'
import { type OpenDatabase, openDatabase } from '#platform/db'
import { BadInput } from '#platform/errors'
import { benchDoorKeys } from './door-keys.ts'

const usage = 'bench keys [--n REPORTS] [--kills K] [--of master|door|both]'
const ACTOR = systemActor('bench.keys')
/** A rotation is killed after at most so long from its first word on. */
const LONGEST_MS = 1_500

/**
 * Rotation of the keys of many reports, killed half-way again and again: of the server's master key, then every key opened; and
 * of the door key after a recipient left (`benchDoorKeys`).
 */
export const keysBench: Command = {
  name: ['bench', 'keys'],
  usage,
  summary: 'Rotate the master key and the door key over many reports, killed K times each; then open them',
  async run(args, { progress }) {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, { n: text, kills: text, of: text })
    const [n, kills, of] = [Number(values.n ?? 100_000), Number(values.kills ?? 20), values.of ?? 'both']
    if (!Number.isInteger(n) || n < 1 || !Number.isInteger(kills) || kills < 0)
      throw new BadInput(`expected whole numbers; usage: asylia ${usage}`)
    if (!['master', 'door', 'both'].includes(of))
      throw new BadInput(`--of: found '${of}'; usage: asylia ${usage}`)
    const master = of === 'door' ? null : await rotateMaster(n, kills, progress)
    const door = of === 'master' ? null : await benchDoorKeys(n, kills, progress)
    const isSound =
      (master?.unreadable ?? 0) === 0 &&
      (!door ||
        (door.left === 0 &&
          door.openedByLeaver === 0 &&
          door.openedByColleague === door.tried &&
          door.leaverRefused &&
          door.recovered))
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`
    const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024)
    const json = { what: 'keys', n, master, door, peakRssMb, machine }
    return { exit: isSound ? 0 : 1, json, text: JSON.stringify(json, null, 2) }
  },
}

async function rotateMaster(n: number, kills: number, progress: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-bench-'))
  chmodSync(folder, 0o711)
  try {
    const subjects = await within(folder, (db, keyring) => fill(db, keyring, n))
    progress(`${n} reports have keys; rotating, to be killed ${kills} times`)
    const started = performance.now()
    let killed = 0
    for (; killed < kills; killed++) {
      if (!(await rotate(folder, Math.random() * LONGEST_MS))) break
      progress(`killed ${killed + 1} times, ${Math.round((performance.now() - started) / 1000)} s`)
    }
    await rotate(folder, undefined)
    const seconds = Math.round(performance.now() - started) / 1000
    const unreadable = await within(folder, (db, keyring) => countUnreadable(db, keyring, subjects))
    return { killed, seconds, perSecond: Math.round(n / seconds), unreadable }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }
}

async function within<T>(
  folder: string,
  work: (db: OpenDatabase, keyring: Keyring) => Promise<T>,
): Promise<T> {
  const keyring = await Keyring.open(folder)
  const db = await openDatabase(parseConfig({ ASYLIA_DATA: folder }), accessTable)
  try {
    return await work(db, keyring)
  } finally {
    await db.close()
  }
}

async function fill(db: OpenDatabase, keyring: Keyring, n: number): Promise<string[]> {
  const subjects = Array.from({ length: n }, () => randomUUID())
  // Made by the sealer as every key is, kept aside, and written in one go.
  const lines: string[] = []
  await db.as(ACTOR, async (trx) => {
    const sealer = new Sealer(keyring)
    const made = new Map<string, { wrapped: Buffer; version: number }>()
    const store = {
      ...subjectKeyStore(trx),
      find: async (subject: string) => made.get(subject),
      add: async (subject: string, wrapped: Buffer, version: number) =>
        !!made.set(subject, { wrapped, version }),
    }
    for (const subject of subjects) await sealer.subjectKey(store, subject)
    for (const [subject, { wrapped, version }] of made)
      lines.push(`${subject}\t\\\\x${wrapped.toString('hex')}\t${version}\n`)
  })
  const client = new pg.Client(db.ownerLogin)
  await client.connect()
  await pipeline(
    Readable.from(lines),
    client.query(copyFrom('copy crypto_subject_key (subject, wrapped, kek_version) from stdin')),
  )
  await client.end()
  return subjects
}

/** Runs the verb as people do; killed after so many milliseconds, the whole group, unless it was quicker. True: killed. */
async function rotate(folder: string, killAfterMs: number | undefined): Promise<boolean> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, 'keys', 'rotate'], {
    env: { ...process.env, DATABASE_URL: '', CLICKHOUSE_URL: '', ASYLIA_DATA: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let wasKilled = false
  child.stderr.on('data', (chunk: Buffer) => {
    // The clock runs from where the work begins.
    if (killAfterMs === undefined || !/version \d/.test(chunk.toString())) return
    setTimeout(() => (wasKilled = child.kill('SIGKILL')), killAfterMs)
  })
  await once(child, 'exit')
  return wasKilled
}

async function countUnreadable(
  db: OpenDatabase,
  keyring: Keyring,
  subjects: readonly string[],
): Promise<number> {
  const sealer = new Sealer(keyring)
  let unreadable = 0
  await db.as(ACTOR, async (trx) => {
    const old = await subjectKeyStore(trx).listOlderThan(keyring.currentVersion, 1)
    unreadable += old.length
    for (const subject of subjects) {
      const found = await sealer.findSubjectKey(subjectKeyStore(trx), subject).catch(() => undefined)
      if (found === undefined) unreadable++
    }
  })
  return unreadable
}
