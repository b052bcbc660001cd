import { z } from 'zod'
import { type Corpus, Int64 } from '#platform/corpus'
import type { Format } from '../formats.ts'

/** How a key stands to what the corpus holds: a key that is not in the answer is new. */
export type Known = { id: string; same: boolean; version: number }

const KnownRow = z.object({ id: z.string(), same: z.number(), version: Int64 })

/**
 * Asks in one join which of these keys are there already, and whether with the same content. The keys travel as rows:
 * 20,000 of them would be no parameter for a server. `run` is a uuid of ours; `forgetKeys` comes before the next call.
 */
export async function findKnown(
  corpus: Corpus,
  table: Format['table'],
  run: string,
  keys: Iterable<{ id: string; contentHash: string }>,
): Promise<Map<string, Known>> {
  if (!/^[0-9a-f-]{36}$/.test(run)) throw new TypeError('run must be a uuid')
  let lines = ''
  for (const { id, contentHash } of keys)
    lines += `{"run":"${run}","id":"${id}","content_hash":"${contentHash}"}\n`
  await corpus.insertLines('sources_incoming', Buffer.from(lines))
  const rows = await corpus.query(
    `SELECT i.id AS id, i.content_hash = c.hash AS same, c.newest AS version
     FROM (SELECT id, content_hash FROM sources_incoming WHERE run = {run:String}) AS i
     INNER JOIN (
       SELECT id, argMax(content_hash, version) AS hash, max(version) AS newest
       FROM ${table}
       WHERE id IN (SELECT id FROM sources_incoming WHERE run = {run:String})
       GROUP BY id
     ) AS c ON c.id = i.id`,
    KnownRow,
    { run },
  )
  return new Map(
    rows.map(({ id, same, version }) => [id, { id, same: same === 1, version: Number(version) }]),
  )
}

/** Forgets the keys that a run asked about. */
export async function forgetKeys(corpus: Corpus, run: string): Promise<void> {
  await corpus.command(`ALTER TABLE sources_incoming DROP PARTITION '${run}'`)
}
