import { AuditBody, type AuditEntry, type AuditHead } from './audit.ts'
import { verifyHead } from './log.ts'
import { leafHash, MerkleTree } from './merkle.ts'

export type AuditFinding =
  | { problem: 'changed'; seq: number; detail: string }
  | { problem: 'missing'; seq: number; detail: string }
  | { problem: 'head'; size: number; detail: string }

export type AuditVerification = {
  ok: boolean
  entries: number
  headsChecked: number
  /** The newest signed head that the entries fit. */
  lastHead: AuditHead | null
  findings: AuditFinding[]
}

/**
 * Recomputes the whole tree from the entries' text and holds it against every signed head, in order. Finds an entry
 * that was changed (its text no longer hashes to its leaf), removed (a gap in the numbers, or a head larger than
 * the log) or reordered (the root at the next head differs). Needs no database: entries and heads may come from an export.
 */
export async function verifyLog(
  entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>,
  heads: readonly AuditHead[],
  publicKey: string,
): Promise<AuditVerification> {
  const findings: AuditFinding[] = []
  const tree = new MerkleTree()
  const waiting = heads.toSorted((a, b) => a.size - b.size)
  let lastGood: AuditHead | null = null
  let next = 0

  for await (const entry of entries) {
    if (entry.seq !== tree.size) {
      findings.push({
        problem: 'missing',
        seq: tree.size,
        detail: `entry ${tree.size} is not there; ${entry.seq} follows`,
      })
      return { ok: false, entries: tree.size, headsChecked: next, lastHead: lastGood, findings }
    }
    const leaf = leafHash(Buffer.from(entry.body, 'utf8'))
    if (!leaf.equals(entry.leaf)) {
      findings.push({
        problem: 'changed',
        seq: entry.seq,
        detail: 'its text no longer has the hash it was written with',
      })
    } else if (!columnsAgree(entry)) {
      findings.push({
        problem: 'changed',
        seq: entry.seq,
        detail: 'its columns no longer agree with its text',
      })
    }
    tree.append(leaf)
    for (let head = waiting[next]; head?.size === tree.size; head = waiting[++next]) {
      const problem = headProblem(head, tree, publicKey, lastGood)
      if (problem) findings.push({ problem: 'head', size: head.size, detail: problem })
      else lastGood = head
    }
  }
  for (const head of waiting.slice(next)) {
    findings.push({
      problem: 'missing',
      seq: tree.size,
      detail: `a head signed at ${head.at} counted ${head.size} entries; ${tree.size} are there`,
    })
  }
  return { ok: findings.length === 0, entries: tree.size, headsChecked: next, lastHead: lastGood, findings }
}

function columnsAgree(entry: AuditEntry): boolean {
  const { data } = AuditBody.safeParse(JSON.parse(entry.body))
  return (
    data !== undefined &&
    (['id', 'actor', 'action', 'resource', 'subject'] as const).every(
      (column) => data[column] === entry[column],
    )
  )
}

function headProblem(
  head: AuditHead,
  tree: MerkleTree,
  publicKey: string,
  lastGood: AuditHead | null,
): string | undefined {
  if (!verifyHead(head, publicKey)) return 'its signature is not by this log'
  if (tree.root().toString('hex') === head.root) return undefined
  return `entries ${lastGood?.size ?? 0} to ${head.size - 1} are not the ones this head was signed over: one was changed, moved or replaced`
}
