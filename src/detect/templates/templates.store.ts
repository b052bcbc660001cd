import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { sketch } from './candidates.ts'
import type { Comparable } from './cluster.ts'

const U32 = z.number().int().nonnegative()
/** Columns of our own tables, millions of numbers: looked at as a whole, not one by one. */
const Numbers = z.custom<number[]>((value) => Array.isArray(value))

/**
 * Fills `detect_comparable` for a run: document frequencies by GROUP BY, shingles of one text alone dropped, each
 * text's keys chosen by a weighted draw that is the same for every text (the k smallest of −ln(u)/rarity, u from the
 * shingle's hash: Efraimidis and Spirakis 2006; coordinated as in Cohen and Kaplan 2007). A rare shingle is likely
 * to be a key, a common one is not ruled out: nothing is cut off by frequency.
 */
export async function prepareComparison(corpus: Corpus, run: string): Promise<{ texts: number }> {
  const [count] = await corpus.query(
    'SELECT count() AS n FROM detect_signature FINAL',
    z.object({ n: Count }),
  )
  const texts = count?.n ?? 0
  await corpus.command(
    `INSERT INTO detect_comparable
     SELECT {run:String}, number, total,
       arrayMap(t -> t.1, common) AS shared, arrayMap(t -> t.2, common) AS rarity,
       arrayMap(t -> t.2, arraySlice(arraySort(arrayMap(
         t -> (-log((intHash32(t.1) + 1) / 4294967297) / t.2, t.1), common)), 1, {keys:UInt8})) AS sketch
     FROM (
       SELECT number, sum(eighths) + (any(size) - count()) * round(8 * log2(1 + {texts:UInt64})) AS total,
         arraySort(groupArray((shingle, eighths))) AS common
       FROM (
         SELECT number, shingle, eighths, size
         FROM (
           SELECT number, length(shingles) AS size, arrayJoin(shingles) AS shingle FROM detect_signature FINAL
         ) AS one
         INNER JOIN (
           SELECT shingle, toUInt8(least(255, round(8 * log2(1 + {texts:UInt64} / count())))) AS eighths
           FROM (SELECT arrayJoin(shingles) AS shingle FROM detect_signature FINAL)
           GROUP BY shingle HAVING count() > 1
         ) AS frequency USING (shingle)
       )
       GROUP BY number
     )`,
    { run, texts, keys: sketch.keys },
  )
  return { texts }
}

/** Reads what is to be compared into typed arrays, and the signature numbers of its rows. */
export async function readComparable(
  corpus: Corpus,
  run: string,
): Promise<{ texts: Comparable; numbers: Uint32Array; sketches: Uint32Array[] }> {
  const shared: Uint32Array[] = []
  const rarity: Uint8Array[] = []
  const total: number[] = []
  const numbers: number[] = []
  const sketches: Uint32Array[] = []
  const rows = corpus.stream(
    `SELECT number, total, shared, rarity, sketch FROM detect_comparable WHERE run = {run:String} ORDER BY number`,
    z.object({ number: U32, total: U32, shared: Numbers, rarity: Numbers, sketch: Numbers }),
    { run },
  )
  for await (const row of rows) {
    numbers.push(row.number)
    shared.push(Uint32Array.from(row.shared))
    rarity.push(Uint8Array.from(row.rarity))
    total.push(row.total)
    sketches.push(Uint32Array.from(row.sketch))
  }
  return {
    texts: { shared, rarity, total: Float64Array.from(total) },
    numbers: Uint32Array.from(numbers),
    sketches,
  }
}

/** The candidate groups of a run: signature numbers that share a key, those with the likest sketches side by side. */
export async function* candidateGroups(corpus: Corpus, run: string): AsyncGenerator<number[]> {
  const rows = corpus.stream(
    `SELECT arrayMap(t -> t.2, arraySort(groupArray((sketch, number)))) AS members
     FROM (SELECT number, sketch, arrayJoin(sketch) AS key FROM detect_comparable WHERE run = {run:String})
     GROUP BY key HAVING count() > 1`,
    z.object({ members: Numbers }),
    { run },
  )
  for await (const row of rows) yield row.members
}

/** Forgets what a run compared. */
export async function dropComparison(corpus: Corpus, run: string): Promise<void> {
  await corpus.command(`ALTER TABLE detect_comparable DROP PARTITION {run:String}`, { run })
}

/** Writes the templates and editions of a run. An id is that of its observation with the smallest number. */
export async function storeTemplates(
  corpus: Corpus,
  run: string,
  level: 'template' | 'edition',
  groups: readonly (readonly number[])[],
): Promise<void> {
  const part = 20_000
  let rows: Record<string, unknown>[] = []
  for (const group of groups) {
    const template = `${level[0]!}${group[0]!.toString(36)}`
    for (const number of group) rows.push({ run, template, level, number })
    if (rows.length >= part) {
      await corpus.insert('detect_template_member', rows)
      rows = []
    }
  }
  await corpus.insert('detect_template_member', rows)
  await corpus.insert(
    'detect_template',
    groups.map((group) => ({ run, id: `${level[0]!}${group[0]!.toString(36)}`, level, size: group.length })),
  )
}
