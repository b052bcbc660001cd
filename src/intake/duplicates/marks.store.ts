import { sql } from 'kysely'
import type { Transaction } from '#platform/db'

declare module '#platform/db' {
  interface Tables {
    intake_marks: {
      report_id: string
      organisation_id: string
      door_key_id: string | null
      marks: Buffer[]
    }
    intake_likeness: {
      low_id: string
      high_id: string
      organisation_id: string
      verdict: Verdict
      decided_by: string
      decided_on: string
    }
  }
}

export type Verdict = 'same' | 'related' | 'different'

/** Reports that were not marked yet under the key that counts now, newest first. */
export async function unmarkedReports(
  trx: Transaction,
  doorKeyId: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await trx
    .selectFrom('intake_report as r')
    .leftJoin('intake_marks as m', 'm.report_id', 'r.id')
    .select('r.id')
    .where((eb) =>
      eb.or([eb('m.report_id', 'is', null), sql<boolean>`m.door_key_id is distinct from ${doorKeyId}::uuid`]),
    )
    .orderBy('r.received_at', 'desc')
    .orderBy('r.id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function keepMarks(
  trx: Transaction,
  report: { id: string; organisationId: string },
  doorKeyId: string | null,
  marks: readonly Buffer[],
): Promise<void> {
  const kept = { door_key_id: doorKeyId, marks: [...marks] }
  await trx
    .insertInto('intake_marks')
    .values({ report_id: report.id, organisation_id: report.organisationId, ...kept })
    .onConflict((conflict) => conflict.column('report_id').doUpdateSet(kept))
    .execute()
}

/** From how many reports it is learned how usual a mark is, drawn by their random ids. */
const SAMPLE = 2_000

/** In how many reports of a sample each of these marks is, by its hexadecimal form, and how many the sample has. */
export async function countMarks(
  trx: Transaction,
  marks: readonly Buffer[],
): Promise<{ having: ReadonlyMap<string, number>; all: number }> {
  const sample = trx.selectFrom('intake_marks').select('marks').orderBy('report_id').limit(SAMPLE)
  const { all } = await trx
    .selectFrom(sample.as('s'))
    .select((eb) => eb.fn.countAll<number>().as('all'))
    .executeTakeFirstOrThrow()
  if (marks.length === 0) return { having: new Map(), all: Number(all) }
  const rows = await trx
    .selectFrom([sample.as('s'), sql<{ mark: Buffer }>`unnest(s.marks)`.as<'each'>(sql`each (mark)`)])
    .select(['each.mark', (eb) => eb.fn.countAll<number>().as('having')])
    .where(sql<boolean>`each.mark = any (${sql.val([...marks])}::bytea[])`)
    .groupBy('each.mark')
    .execute()
  return {
    having: new Map(rows.map(({ mark, having }) => [mark.toString('hex'), Number(having)])),
    all: Number(all),
  }
}

/** The reports whose shared marks tell most, by the sum of their weights: worth opening and comparing. */
export async function reportsSharing(
  trx: Transaction,
  reportId: string,
  marks: readonly { hash: Buffer; weight: number }[],
  limit: number,
): Promise<string[]> {
  if (marks.length === 0) return []
  const wanted = sql`${sql.val(marks.map(({ hash }) => hash))}::bytea[]`
  const weights = sql`${sql.val(marks.map(({ weight }) => weight))}::float8[]`
  const rows = await trx
    .selectFrom('intake_marks as m')
    .select('m.report_id')
    .where('m.report_id', '<>', reportId)
    .where(sql<boolean>`m.marks && ${wanted}`)
    .orderBy(
      sql`(select sum(w.weight) from unnest(${wanted}, ${weights}) w (mark, weight) where w.mark = any (m.marks))`,
      'desc',
    )
    .orderBy('m.report_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.report_id)
}

export type Decision = { id: string; verdict: Verdict; decidedBy: string; decidedOn: string }

/** What was decided of a report and others. */
export async function decisionsOn(trx: Transaction, reportId: string): Promise<Decision[]> {
  const rows = await trx
    .selectFrom('intake_likeness')
    .selectAll()
    .where((eb) => eb.or([eb('low_id', '=', reportId), eb('high_id', '=', reportId)]))
    .orderBy('decided_on', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.low_id === reportId ? row.high_id : row.low_id,
    verdict: row.verdict,
    decidedBy: row.decided_by,
    decidedOn: row.decided_on,
  }))
}

/** A person says what two reports are to each other; said again, the last word counts. */
export async function decide(
  trx: Transaction,
  pair: { a: string; b: string; organisationId: string },
  verdict: Verdict,
  by: { userId: string; on: string },
): Promise<void> {
  const said = { verdict, decided_by: by.userId, decided_on: by.on }
  const [low, high] = [pair.a, pair.b].toSorted()
  await trx
    .insertInto('intake_likeness')
    .values({ low_id: low!, high_id: high!, organisation_id: pair.organisationId, ...said })
    .onConflict((conflict) => conflict.columns(['low_id', 'high_id']).doUpdateSet(said))
    .execute()
}

export async function undecide(trx: Transaction, a: string, b: string): Promise<void> {
  const [low, high] = [a, b].toSorted()
  await trx.deleteFrom('intake_likeness').where('low_id', '=', low!).where('high_id', '=', high!).execute()
}
