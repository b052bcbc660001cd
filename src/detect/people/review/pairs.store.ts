import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { Standing } from './persons.ts'

type PairRow = { id: string; a: string; b: string; chance: number }

/** The pairs of a list, the likeliest first, and the verdict on each that stands. */
export async function listPairs(
  trx: Transaction,
  list: string,
): Promise<(PairRow & { verdict: Standing['verdict'] | null })[]> {
  const pairs = await trx
    .selectFrom('detect_people_pair')
    .select(['id', 'a', 'b', 'chance'])
    .where('list_id', '=', list)
    .orderBy('chance', 'desc')
    .orderBy('id')
    .execute()
  const standing = await standingIn(trx, list)
  return pairs.map((pair) => ({ ...pair, verdict: standing.get(pair.id) ?? null }))
}

/** The verdict that stands on each pair of a list. */
async function standingIn(trx: Transaction, list: string): Promise<Map<string, Standing['verdict']>> {
  const rows = await trx
    .selectFrom('detect_people_verdict')
    .select(['id', 'pair_id', 'verdict', 'takes_back'])
    .where('list_id', '=', list)
    .orderBy('position')
    .execute()
  const back = new Set(rows.map(({ takes_back }) => takes_back))
  const standing = new Map<string, Standing['verdict']>()
  for (const { id, pair_id, verdict } of rows)
    if (verdict !== 'taken_back' && !back.has(id)) standing.set(pair_id, verdict)
  return standing
}

export function standingOf(pairs: Awaited<ReturnType<typeof listPairs>>): Standing[] {
  return pairs.flatMap(({ id, a, b, verdict }) => (verdict === null ? [] : [{ pair: id, a, b, verdict }]))
}

/** Throws `detect.people-pair.not-found`. */
export async function getPairRow(trx: Transaction, list: string, pair: string) {
  const row = await trx
    .selectFrom('detect_people_pair')
    .selectAll()
    .where('list_id', '=', list)
    .where('id', '=', pair)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('detect.people-pair.not-found', 'no such pair')
  return row
}
