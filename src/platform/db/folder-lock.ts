import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
  fsyncSync,
} from 'node:fs'
import { join } from 'node:path'
import { AsyliaError } from '#platform/errors'

type Holder = { pid: number; startedAt: string; since: string }

export type FolderLock = { release(): void }

/**
 * Holds a data folder for this process. A second process is refused at once by the pid that holds it; a lock
 * left by a process that died (same pid but another start, or none) is taken over.
 * Throws `AsyliaError('platform.folder-held')` with the pid.
 */
export function holdFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const path = join(folder, 'asylia.lock')
  const mine: Holder = {
    pid: process.pid,
    startedAt: startOf(process.pid) ?? '',
    since: new Date().toISOString(),
  }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (write(path, mine)) return { release: () => release(path, mine) }
    const other = read(path)
    if (other && isAlive(other)) {
      throw new AsyliaError(
        'platform.folder-held',
        `${folder} is held by another Asylia process, pid ${other.pid}, since ${other.since}. Stop it first, or set ASYLIA_DATA to another folder.`,
        { pid: other.pid },
      )
    }
    removeStale(path, other)
  }
  throw new AsyliaError('platform.folder-held', `${path} is being taken by other processes at the same time`)
}

function write(path: string, holder: Holder): boolean {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  writeSync(file, JSON.stringify(holder))
  fsyncSync(file)
  closeSync(file)
  return true
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

/** Moves the stale lock aside before deleting it, so that a fresh lock made in between is never deleted. */
function removeStale(path: string, stale: Holder | undefined): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = read(aside)
  if (moved && isAlive(moved) && moved.since !== stale?.since && !existsSync(path)) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

function release(path: string, mine: Holder): void {
  const holder = read(path)
  if (holder?.pid === mine.pid && holder.since === mine.since) rmSync(path, { force: true })
}

function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return holder.startedAt === startOf(process.pid)
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const start = startOf(holder.pid)
  return start === undefined || holder.startedAt === '' || start === holder.startedAt
}

/** When a process started, in clock ticks since boot (proc(5), stat field 22): tells a reused pid apart. */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie holds nothing any more: its parent has just not read its end yet.
    return fields[0] === 'Z' ? 'ended' : fields[19]
  } catch {
    return undefined
  }
}
