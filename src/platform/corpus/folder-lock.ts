import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync } from 'node:fs'
import { link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { z } from 'zod'
import { AsyliaError } from '#platform/errors'

const Holder = z.object({ pid: z.number().int().positive(), started: z.string() })
type Holder = z.infer<typeof Holder>

export type FolderLock = { release(): void }

/**
 * Takes a folder for this process, or throws `AsyliaError('corpus.folder-in-use')` at once, naming the process that holds
 * it. The file holds pid and start time, so a number that was given to another process since does not count.
 */
export async function lockFolder(folder: string, name: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${name}.pid`)
  const own: Holder = { pid: process.pid, started: startOf(process.pid) ?? '' }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await writeNew(path, JSON.stringify(own))) {
      return { release: () => release(path, own) }
    }
    const holder = readHolder(path)
    if (holder !== undefined && isAlive(holder)) throw inUse(folder, holder.pid)
    setAside(path, holder)
  }
  throw new AsyliaError('corpus.folder-in-use', `${folder} is being opened by several processes at once`, {
    folder,
  })
}

function inUse(folder: string, pid: number): AsyliaError {
  const who = pid === process.pid ? 'this process' : `process ${pid}`
  return new AsyliaError('corpus.folder-in-use', `${folder} is in use by ${who} (pid ${pid})`, {
    folder,
    pid,
  })
}

/** Puts the whole file there in one step, unless one is there already. */
async function writeNew(path: string, text: string): Promise<boolean> {
  const own = `${path}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const file = await open(own, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
    await link(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await file.close()
    await rm(own, { force: true })
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** Moves a stale file away. If a quicker process put its own there meanwhile, that one is put back. */
function setAside(path: string, stale: Holder | undefined): void {
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = readHolder(aside)
  const another = moved !== undefined && (moved.pid !== stale?.pid || moved.started !== stale.started)
  if (another) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

function release(path: string, own: Holder): void {
  const holder = readHolder(path)
  if (holder?.pid === own.pid && holder.started === own.started) rmSync(path, { force: true })
}

function isAlive(holder: Holder): boolean {
  const started = startOf(holder.pid)
  return started !== undefined && (holder.started === '' || started === holder.started)
}

/** When a process started, in the system's own words; undefined when it cannot be told or has ended. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
      )
    }
    // /proc/PID/stat from field 3 on: state first, start time (ticks since boot) at field 22. The name before it
    // may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
