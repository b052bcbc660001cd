import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { AsyliaError } from '#platform/errors'
import { installBinaries } from './binaries.ts'

/** Where a running embedded server answers. Only a unix socket in a private folder; no TCP address. */
export type EmbeddedServer = {
  host: string
  superuserPassword: string
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`. */
const UNPRIVILEGED = 65534
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '80',
  shared_buffers: '96MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  // Several who commit at once share one flush: each waits a millisecond for the others when five are at work.
  commit_delay: '1000',
  commit_siblings: '5',
  // No query of ours is long enough to be worth compiling, and estimates over policies run high.
  jit: 'off',
  // The server's log never holds what people wrote: no statements, no parameters, no row details.
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  timezone: 'UTC',
}

/** Starts the embedded PostgreSQL of a data folder, making its cluster on first use. The caller holds the folder. */
export async function startEmbedded(dataFolder: string): Promise<EmbeddedServer> {
  const asRoot = process.getuid?.() === 0
  const home = reachableFolder(dataFolder)
  const binaries = installBinaries(join(home, 'engine'))
  const cluster = join(home, 'records')
  const password = superuserPassword(dataFolder)
  const socket = socketFolder(home, asRoot)
  if (!existsSync(cluster)) initialise(binaries, cluster, password, asRoot)
  await endOrphan(cluster)

  const child = await startServer(binaries, cluster, socket, home, password, asRoot)
  return { host: socket, superuserPassword: password, stop: () => stop(child) }
}

/**
 * The folder for PostgreSQL's own files. As root, PostgreSQL runs under another uid, which cannot pass through
 * a closed folder such as /root: then they live in /var/lib/asylia under a name made from the data folder's path.
 */
function reachableFolder(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 })
  const home = homeOf(dataFolder)
  if (home !== dataFolder) {
    mkdirSync(home, { recursive: true, mode: 0o711 })
    writeFileSync(join(dataFolder, 'records.location'), `${home}\n`)
  }
  return home
}

/** Where PostgreSQL's files of a data folder that exists lie: in it, or apart (`reachableFolder` says when). */
export function homeOf(dataFolder: string): string {
  if (process.getuid?.() !== 0) return dataFolder
  for (let folder = dataFolder; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return apartFrom(dataFolder)
    if (folder === dirname(folder)) return dataFolder
  }
}

/** The place of its own in /var/lib/asylia for a data folder's path. */
export function apartFrom(dataFolder: string): string {
  return join('/var/lib/asylia', createHash('sha256').update(dataFolder).digest('hex').slice(0, 16))
}

function superuserPassword(dataFolder: string): string {
  const path = join(dataFolder, 'keys', 'records.json')
  if (existsSync(path)) return (JSON.parse(readFileSync(path, 'utf8')) as { superuser: string }).superuser
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const superuser = randomBytes(24).toString('base64url')
  writeFileSync(path, JSON.stringify({ superuser }), { mode: 0o600 })
  return superuser
}

/** A unix socket's path may have 107 bytes at most: a deep data folder gets a short one under the temp folder. */
function socketFolder(home: string, asRoot: boolean): string {
  let folder = join(home, 'socket')
  if (folder.length > 80) {
    const name = createHash('sha256').update(home).digest('hex').slice(0, 12)
    folder = join(tmpdir(), `asylia-${name}`)
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (asRoot) chownSync(folder, UNPRIVILEGED, UNPRIVILEGED)
  chmodSync(folder, 0o700)
  return folder
}

function as(asRoot: boolean): { uid?: number; gid?: number } {
  return asRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}
}

/** Makes the cluster beside its place and moves it there when whole, so that a kill leaves none or a good one. */
function initialise(binaries: string, cluster: string, password: string, asRoot: boolean): void {
  const draft = `${cluster}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const passwordFile = `${draft}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (asRoot) for (const path of [draft, passwordFile]) chownSync(path, UNPRIVILEGED, UNPRIVILEGED)
  const made = spawnSync(
    join(binaries, 'bin', 'initdb'),
    [
      '-D',
      draft,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--data-checksums',
      '--encoding=UTF8',
      '--locale=C',
    ],
    { ...as(asRoot), encoding: 'utf8', cwd: '/' },
  )
  rmSync(passwordFile, { force: true })
  if (made.status !== 0) {
    throw new AsyliaError(
      'db.init-failed',
      `PostgreSQL could not make its cluster in ${cluster}: ${made.stderr || made.error?.message}`,
    )
  }
  renameSync(draft, cluster)
}

/** A server whose Asylia was killed may still run on this cluster: end it in good order before starting ours. */
export async function endOrphan(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || !isPostgres(pid)) return
  process.kill(pid, 'SIGINT')
  for (let i = 0; i < 200 && isPostgres(pid); i++) await sleep(50)
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
  } catch {
    return false
  }
}

async function startServer(
  binaries: string,
  cluster: string,
  socket: string,
  home: string,
  password: string,
  asRoot: boolean,
): Promise<ChildProcess> {
  const logPath = join(home, 'postgres.log')
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let reason = ''
  // After a kill -9 of the whole tree the first start can fail while the stale lock and shared memory go.
  for (let attempt = 1; attempt <= 12; attempt++) {
    const log = openSync(logPath, 'w', 0o600)
    const child = spawn(join(binaries, 'bin', 'postgres'), ['-D', cluster, '-k', socket, ...settings], {
      ...as(asRoot),
      stdio: ['ignore', log, log],
      cwd: '/',
      // A Ctrl-C in the terminal reaches us first: we end the server in order, after our own work.
      detached: true,
    })
    closeSync(log)
    if (await answers(child, socket, password)) return child
    reason = readFileSync(logPath, 'utf8').trim().split('\n').at(-1) ?? ''
    await sleep(500)
  }
  throw new AsyliaError(
    'db.start-failed',
    `PostgreSQL did not start in ${cluster}: ${reason} (all of it in ${logPath})`,
  )
}

async function answers(child: ChildProcess, socket: string, password: string): Promise<boolean> {
  let ended = false
  child.once('exit', () => (ended = true))
  child.once('error', () => (ended = true))
  const patience = Date.now() + 120_000
  while (!ended && Date.now() < patience) {
    const client = new pg.Client({ host: socket, user: 'postgres', password, database: 'postgres' })
    try {
      await client.connect()
      await client.end()
      return true
    } catch (error) {
      await client.end().catch(() => undefined)
      if ((error as { code?: string }).code === '28P01') {
        child.kill('SIGINT')
        throw new AsyliaError(
          'db.keys-do-not-fit',
          'the key file keys/records.json does not belong to this data folder',
          {},
          error,
        )
      }
      await sleep(40)
    }
  }
  if (!ended) child.kill('SIGINT')
  return false
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGINT')
  await gone
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
