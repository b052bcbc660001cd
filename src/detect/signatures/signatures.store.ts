import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { reading } from './read-observation.ts'
import { type Batch, wholeRows } from './rows-in.ts'

/** Sixteen bytes for a key, so that those of ten million rows fit the memory of one statement. */
const brief = (columns: string): string => `reinterpretAsUInt128(sipHash128(${columns}))`

/** Observations without a signature of their newest version by this reading, optionally only those posted since a day, in batches. */
export async function* unreadObservations(corpus: Corpus, since: string | undefined): AsyncGenerator<Batch> {
  const answer = corpus.bytes(
    `SELECT id, toString(version), title, text, contact, country, images
     FROM sources_ad FINAL
     WHERE ${brief('id, version')} NOT IN (
       SELECT ${brief('id, version')} FROM detect_signature FINAL WHERE reading = {reading:UInt16})
     ${since === undefined ? '' : "AND posted_at >= toDateTime({since:String}, 'UTC')"}
     SETTINGS max_block_size = 8192, preferred_block_size_bytes = 0`,
    since === undefined ? { reading } : { reading, since: `${since} 00:00:00` },
  )
  yield* wholeRows(answer, batchBytes)
}

/** Read and written at a time: some thousands of rows, for flat memory and few parts of the table. */
const batchBytes = 4 * 2 ** 20

/** The first number that was never given. */
export async function nextNumber(corpus: Corpus): Promise<number> {
  const [row] = await corpus.query(
    'SELECT max(number) AS most, count() AS n FROM detect_signature',
    z.object({ most: z.number(), n: Count }),
  )
  return row === undefined || row.n === 0 ? 0 : row.most + 1
}

/** Forgets signatures whose observation is gone (retention, erasure): what it joined comes apart at the next run. */
export async function forgetRemoved(corpus: Corpus): Promise<void> {
  const without = `${brief('id')} NOT IN (SELECT ${brief('id')} FROM sources_ad)`
  const [gone] = await corpus.query(
    `SELECT count() AS n FROM detect_signature WHERE ${without}`,
    z.object({ n: Count }),
  )
  if (gone !== undefined && gone.n > 0)
    await corpus.command(`ALTER TABLE detect_signature DELETE WHERE ${without}`)
}
