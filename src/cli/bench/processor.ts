import { readdirSync, readFileSync } from 'node:fs'

/** What one process is to the bench; a backend of the records' engine is told from the engine's own parts. */
export type Spender = 'generator' | 'server' | 'records' | 'observations' | 'other'

export type Spent = Readonly<Record<Spender, number>>

/** USER_HZ: what the counters of proc(5) are in, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

type Process = { pid: number; parent: number; name: string; seconds: number }

/**
 * Seconds of processor that a server process and all it started have used so far, by what they are, beside our own: the
 * fair figure on a machine that others use too. What children that ended had used is counted with their parent. Null where
 * there is no proc(5).
 */
export function processorSeconds(serverPid: number): Spent | null {
  const all = readAll()
  if (all.length === 0) return null
  const spent = { generator: 0, server: 0, records: 0, observations: 0, other: 0 }
  const { user, system } = process.cpuUsage()
  spent.generator = (user + system) / 1e6
  const tree = treeOf(serverPid, all)
  for (const each of all) if (tree.has(each.pid)) spent[kindOf(each, serverPid)] += each.seconds
  return spent
}

/** A process and all it started, as they are now; itself alone where there is no proc(5). */
export function treeOf(
  root: number,
  all: readonly { pid: number; parent: number }[] = readAll(),
): Set<number> {
  const tree = new Set([root])
  for (let grown = true; grown;) {
    grown = false
    for (const { pid, parent } of all) {
      if (tree.has(pid) || !tree.has(parent)) continue
      tree.add(pid)
      grown = true
    }
  }
  return tree
}

/** Milliseconds of processor for each of `units`, between two readings. */
export function processorPerUnit(
  before: Spent | null,
  after: Spent | null,
  units: number,
): Readonly<Record<string, number>> | null {
  if (!before || !after || units === 0) return null
  const each = (seconds: number) => Math.round((seconds * 1e5) / units) / 100
  const parts = Object.entries(after).map(
    ([kind, seconds]) => [kind, each(seconds - before[kind as Spender])] as const,
  )
  return {
    ...Object.fromEntries(parts),
    all: each(parts.reduce((sum, [kind]) => sum + after[kind as Spender] - before[kind as Spender], 0)),
  }
}

function kindOf({ pid, name }: Process, serverPid: number): Spender {
  if (pid === serverPid) return 'server'
  if (name === 'postgres') return 'records'
  return name === 'node' || name === 'MainThread' ? 'observations' : 'other'
}

function readAll(): Process[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => readOne(Number(pid)) ?? [])
  } catch {
    return []
  }
}

function readOne(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in brackets and may hold spaces: fields are counted from the last bracket.
    const end = text.lastIndexOf(')')
    const fields = text.slice(end + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return {
      pid,
      parent: Number(fields[1]),
      name: text.slice(text.indexOf('(') + 1, end),
      seconds: ticks / TICKS_PER_SECOND,
    }
  } catch {
    return undefined
  }
}
