import { type GeneratedAlways, type Generated, sql } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { getPairRow, listPairs, standingOf } from './pairs.store.ts'
import { contradictions, type Standing } from './persons.ts'

declare module '#platform/db' {
  interface Tables {
    detect_people_verdict: {
      id: string
      position: GeneratedAlways<string>
      list_id: string
      organisation_id: string
      pair_id: string
      verdict: Standing['verdict'] | 'taken_back'
      takes_back: string | null
      sealed: Buffer
      decided_by: string
      decided_at: Generated<Date>
    }
  }
}

const SEALED = 'detect_people_verdict.sealed'

export type PairVerdict = {
  id: string
  verdict: Standing['verdict']
  reason: string
  decidedBy: string
  decidedAt: string
  takenBack: { by: string; at: string; reason: string } | null
}

/** All that was decided of a pair, the newest first. */
export async function verdictsOn(
  trx: Transaction,
  vault: Vault,
  list: string,
  pair: string,
): Promise<PairVerdict[]> {
  const rows = await trx
    .selectFrom('detect_people_verdict')
    .selectAll()
    .where('pair_id', '=', pair)
    .orderBy('position', 'desc')
    .execute()
  if (rows.length === 0) return []
  const read = await vault.reader(trx, list)
  const reasonOf = (sealed: Buffer): string => read(sealed, SEALED)
  return rows.flatMap((row): PairVerdict[] => {
    if (row.verdict === 'taken_back') return []
    const back = rows.find(({ takes_back }) => takes_back === row.id)
    return [
      {
        id: row.id,
        verdict: row.verdict,
        reason: reasonOf(row.sealed),
        decidedBy: row.decided_by,
        decidedAt: row.decided_at.toISOString(),
        takenBack:
          back === undefined
            ? null
            : { by: back.decided_by, at: back.decided_at.toISOString(), reason: reasonOf(back.sealed) },
      },
    ]
  })
}

type Decision = { list: string; pair: string; verdict: Standing['verdict']; reason: string }

/**
 * Decides of a pair. 'same' joins the two records, and those already joined with either, until it is taken back. Throws
 * `detect.people-verdict.conflict` with the pairs that say otherwise.
 */
export async function decidePair(
  trx: Transaction,
  vault: Vault,
  actor: Actor & { organisation: string },
  { list, pair, verdict, reason }: Decision,
): Promise<PairVerdict> {
  const { a, b } = await getPairRow(trx, list, pair)
  await oneAtATime(trx, list)
  const against = contradictions(standingOf(await listPairs(trx, list)), { a, b, verdict })
  if (against.length > 0)
    throw new AsyliaError(
      'detect.people-verdict.conflict',
      'other verdicts in this list say otherwise: take one of them back first',
      { pairs: against.slice(0, 50) },
    )
  await add(trx, vault, actor, { list, pair, verdict, takesBack: null, reason })
  return (await verdictsOn(trx, vault, list, pair))[0]!
}

/** Takes a verdict back: what it joined comes apart. Throws `detect.people-verdict.not-found` or `.conflict`. */
export async function takePairBack(
  trx: Transaction,
  vault: Vault,
  actor: Actor & { organisation: string },
  { list, pair, verdict: id, reason }: { list: string; pair: string; verdict: string; reason: string },
): Promise<void> {
  await getPairRow(trx, list, pair)
  await oneAtATime(trx, list)
  const given = await verdictsOn(trx, vault, list, pair)
  const target = given.find((one) => one.id === id)
  if (!target) throw new AsyliaError('detect.people-verdict.not-found', 'no such verdict')
  if (given.find(({ takenBack }) => takenBack === null)?.id !== id)
    throw new AsyliaError(
      'detect.people-verdict.conflict',
      'only the newest verdict that stands can be taken back',
    )
  await add(trx, vault, actor, { list, pair, verdict: 'taken_back', takesBack: id, reason })
}

async function add(
  trx: Transaction,
  vault: Vault,
  actor: Actor & { organisation: string },
  line: Omit<Decision, 'verdict'> & { verdict: Decision['verdict'] | 'taken_back'; takesBack: string | null },
): Promise<void> {
  await trx
    .insertInto('detect_people_verdict')
    .values({
      id: newId(),
      list_id: line.list,
      organisation_id: actor.organisation,
      pair_id: line.pair,
      verdict: line.verdict,
      takes_back: line.takesBack,
      sealed: await vault.seal(trx, line.list, line.reason, SEALED),
      decided_by: actor.id,
    })
    .execute()
  await record(trx, actor, {
    action: `person-pair.${line.verdict}`,
    resource: 'person_verdict',
    subject: line.pair,
    why: null,
  })
}

/** Two colleagues who decide at once are heard one after the other: both could be right alone and wrong together. */
async function oneAtATime(trx: Transaction, list: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${list}, 0))`.execute(trx)
}
