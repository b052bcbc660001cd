import type { Generated } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { linkRecords } from '../linkage/link.ts'
import { explainRows, type Reason, type Waterfall } from '../linkage/suggest.ts'
import type { PersonRecord } from '../linkage/table.ts'
import { probabilityOf } from '../linkage/weigh.ts'
import { type PairVerdict, verdictsOn } from './pair-verdicts.store.ts'
import { getPairRow, listPairs, standingOf } from './pairs.store.ts'
import { type Person, personsOf } from './persons.ts'

declare module '#platform/db' {
  interface Tables {
    detect_people_list: {
      id: string
      organisation_id: string
      title: string
      why: string
      sources: string[]
      records: number
      created_by: string
      created_at: Generated<Date>
      expires_on: string
    }
    detect_people_record: {
      id: string
      list_id: string
      organisation_id: string
      place: number
      source: string
      sealed: Buffer
    }
    detect_people_pair: {
      id: string
      list_id: string
      organisation_id: string
      a: string
      b: string
      chance: number
      sealed: Buffer
    }
  }
}

const SEALED = {
  record: 'detect_people_record.sealed',
  pair: 'detect_people_pair.sealed',
} as const

/** Below this chance a pair is not worth a look; of a long list the likeliest are kept. */
const leastChance = 0.1
const mostPairs = 3_000

export type PeopleList = {
  id: string
  title: string
  why: string
  sources: string[]
  records: number
  createdBy: string
  createdAt: string
  expiresOn: string
}

export type NewList = {
  title: string
  why: string
  expiresOn: string
  /** Every person stands once in each file: pairs are sought between files only. */
  oneToOne: boolean
  records: PersonRecord[]
}

/** Links the records of a list and keeps them, sealed, with the pairs that are for a person to look at. */
export async function keepList(
  trx: Transaction,
  vault: Vault,
  actor: Actor & { organisation: string },
  list: NewList,
): Promise<{ id: string; pairs: number }> {
  const { oneToOne, records } = list
  const linkage = linkRecords(records, { oneToOne })
  const { table, pairs } = linkage
  const id = newId()
  const owned = { list_id: id, organisation_id: actor.organisation }
  await trx
    .insertInto('detect_people_list')
    .values({
      id,
      organisation_id: actor.organisation,
      title: list.title,
      why: list.why,
      sources: [...new Set(records.map(({ source }) => source ?? ''))],
      records: records.length,
      created_by: actor.id,
      expires_on: list.expiresOn,
    })
    .execute()
  const kept = new Map<PersonRecord, string>()
  const rows = []
  for (const [i, one] of records.entries()) {
    const own = newId()
    kept.set(one, own)
    const sealed = await vault.seal(trx, id, JSON.stringify(one), SEALED.record)
    rows.push({ id: own, ...owned, place: i + 1, source: one.source ?? '', sealed })
  }
  for (let from = 0; from < rows.length; from += 500)
    await trx
      .insertInto('detect_people_record')
      .values(rows.slice(from, from + 500))
      .execute()
  const found = [...pairs.bits.keys()]
    .filter((e) => probabilityOf(pairs.bits[e]!) >= leastChance)
    .sort((x, y) => pairs.bits[y]! - pairs.bits[x]!)
    .slice(0, mostPairs)
  const queue = []
  for (const e of found) {
    const [i, j] = [pairs.low[e]!, pairs.high[e]!]
    const why = explainRows(linkage, i, j)
    queue.push({
      id: newId(),
      ...owned,
      a: kept.get(table.records[i]!)!,
      b: kept.get(table.records[j]!)!,
      chance: why.probability,
      sealed: await vault.seal(trx, id, JSON.stringify(why), SEALED.pair),
    })
  }
  for (let from = 0; from < queue.length; from += 500)
    await trx
      .insertInto('detect_people_pair')
      .values(queue.slice(from, from + 500))
      .execute()
  return { id, pairs: queue.length }
}

/** The lists of the own organisation that are not over, the newest first. */
export async function listLists(trx: Transaction, today: string): Promise<PeopleList[]> {
  const rows = await trx
    .selectFrom('detect_people_list')
    .selectAll()
    .where('expires_on', '>=', today)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    why: row.why,
    sources: row.sources,
    records: row.records,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresOn: row.expires_on,
  }))
}

/** Throws `detect.people-list.not-found`, also for one that is over. */
export async function getList(trx: Transaction, id: string, today: string): Promise<PeopleList> {
  const found = (await listLists(trx, today)).find((list) => list.id === id)
  if (!found) throw new AsyliaError('detect.people-list.not-found', 'no such list')
  return found
}

/** The places of a list's records by their ids: what they are called where names are not shown. */
export async function placesOf(
  trx: Transaction,
  list: string,
): Promise<Map<string, { place: number; source: string }>> {
  const rows = await trx
    .selectFrom('detect_people_record')
    .select(['id', 'place', 'source'])
    .where('list_id', '=', list)
    .execute()
  return new Map(rows.map(({ id, place, source }) => [id, { place, source }]))
}

export const personsIn = async (trx: Transaction, list: string): Promise<Person[]> =>
  personsOf(standingOf(await listPairs(trx, list)))

export type OpenedPair = {
  id: string
  chance: number
  records: { record: string; place: number; source: string; id: string; values: Record<string, string> }[]
  waterfall: Pick<Waterfall, 'priorBits' | 'totalBits' | 'probability'> & { reasons: Reason[] }
  verdicts: PairVerdict[]
}

/** A pair with its two records and why, opened; the look is on record. Throws `detect.people-pair.not-found`. */
export async function openPair(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  { list, pair }: { list: string; pair: string },
): Promise<OpenedPair> {
  const row = await getPairRow(trx, list, pair)
  const read = await vault.reader(trx, list)
  const rows = await trx
    .selectFrom('detect_people_record')
    .selectAll()
    .where('list_id', '=', list)
    .where('id', 'in', [row.a, row.b])
    .execute()
  const recordOf = (id: string): OpenedPair['records'][number] => {
    const found = rows.find((one) => one.id === id)!
    const opened = JSON.parse(read(found.sealed, SEALED.record)) as PersonRecord
    return {
      record: id,
      place: found.place,
      source: found.source,
      id: opened.id,
      values: opened.values as Record<string, string>,
    }
  }
  await record(trx, actor, {
    action: 'person-pair.read',
    resource: 'person_list',
    subject: pair,
    why: (await trx.selectFrom('detect_people_list').select('why').where('id', '=', list).executeTakeFirst())!
      .why,
  })
  return {
    id: pair,
    chance: row.chance,
    records: [recordOf(row.a), recordOf(row.b)],
    waterfall: JSON.parse(read(row.sealed, SEALED.pair)) as OpenedPair['waterfall'],
    verdicts: await verdictsOn(trx, vault, list, pair),
  }
}
