import { sql, type Generated, type GeneratedAlways } from 'kysely'
import { gunzipSync, gzipSync } from 'node:zlib'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { announce } from '#platform/jobs'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { changes, type Change } from '../changes.ts'
import { lawDifferences, type LawDifference } from './differences.ts'
import { packCatalogue, unpackCatalogue } from './kept-catalogue.ts'
import {
  ask,
  engineVersion,
  firstDifference,
  Question,
  turned,
  type LawAnswer,
  type Turned,
} from './question.ts'

declare module '#platform/db' {
  interface Tables {
    law_catalogue: { hash: string; kept_at: Generated<Date>; content: Buffer }
    law_answer: {
      id: string
      position: GeneratedAlways<number>
      subject: string
      organisation_id: string
      kind: Question['kind']
      jurisdiction: string
      law_on: string
      asked_on: string
      known_on: string | null
      catalogue_hash: string
      engine: string
      asked_at: Generated<Date>
      asked_by: string
      sealed: Buffer
    }
  }
}

/** What stands in the open beside a sealed answer. */
export type AnswerLine = {
  id: string
  subject: string
  kind: Question['kind']
  jurisdiction: string
  lawOn: string
  askedOn: string
  knownOn: string | null
  catalogueHash: string
  engine: string
  askedAt: string
}

export type KeptAnswer = AnswerLine & { question: Question; answer: LawAnswer; bytes: string }

const about = 'law_answer.sealed'

/** Keeps the catalogue under its hash, once; the first time it says so (`law.catalogue-changed`). */
export async function keepCatalogue(trx: Transaction, catalogue: Catalogue): Promise<boolean> {
  const known = await trx
    .selectFrom('law_catalogue')
    .select('hash')
    .where('hash', '=', catalogue.hash)
    .executeTakeFirst()
  if (known) return false
  const done = await trx
    .insertInto('law_catalogue')
    .values({ hash: catalogue.hash, content: packCatalogue(catalogue) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (done.numInsertedOrUpdatedRows === 0n) return false
  await announce(trx, 'law.catalogue-changed', { catalogue: catalogue.hash })
  return true
}

/** Asks, and keeps question and answer sealed under the subject's key. Throws `BadInput` as the question does. */
export async function keepAnswer(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  catalogue: Catalogue,
  { subject, organisationId, question }: { subject: string; organisationId: string; question: Question },
): Promise<KeptAnswer> {
  const answer = ask(catalogue, question)
  const bytes = JSON.stringify(answer)
  await keepCatalogue(trx, catalogue)
  const packed = gzipSync(JSON.stringify({ question, answer: bytes })).toString('base64')
  const row = await trx
    .insertInto('law_answer')
    .values({
      id: newId(),
      subject,
      organisation_id: organisationId,
      kind: question.kind,
      jurisdiction: question.jurisdiction,
      law_on: answer.on,
      asked_on: question.today,
      known_on: 'knownOn' in question ? (question.knownOn ?? null) : null,
      catalogue_hash: catalogue.hash,
      engine: engineVersion,
      asked_by: actor.id,
      sealed: await vault.seal(trx, subject, packed, about),
    })
    .returning(open)
    .executeTakeFirstOrThrow()
  return { ...lineOf(row), question, answer, bytes }
}

const open = [
  'id',
  'subject',
  'kind',
  'jurisdiction',
  'law_on',
  'asked_on',
  'known_on',
  'catalogue_hash',
  'engine',
  'asked_at',
] as const

type OpenRow = {
  id: string
  subject: string
  kind: Question['kind']
  jurisdiction: string
  law_on: string
  asked_on: string
  known_on: string | null
  catalogue_hash: string
  engine: string
  asked_at: Date
}

function lineOf(row: OpenRow): AnswerLine {
  return {
    id: row.id,
    subject: row.subject,
    kind: row.kind,
    jurisdiction: row.jurisdiction,
    lawOn: row.law_on,
    askedOn: row.asked_on,
    knownOn: row.known_on,
    catalogueHash: row.catalogue_hash,
    engine: row.engine,
    askedAt: row.asked_at.toISOString(),
  }
}

/** The answers about a subject, newest first. */
export async function listAnswers(trx: Transaction, subject: string): Promise<AnswerLine[]> {
  const rows = await trx
    .selectFrom('law_answer')
    .select(open)
    .where('subject', '=', subject)
    .orderBy('position', 'desc')
    .limit(500)
    .execute()
  return rows.map(lineOf)
}

/** The newest answer of a kind about a subject. */
export async function findLatestAnswer(
  trx: Transaction,
  vault: Vault,
  subject: string,
  kind: Question['kind'],
): Promise<KeptAnswer | undefined> {
  const row = await trx
    .selectFrom('law_answer')
    .select([...open, 'sealed'])
    .where('subject', '=', subject)
    .where('kind', '=', kind)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && unseal(trx, vault, row)
}

/** Throws `law.not-found`, also for one the actor may not see. */
export async function getAnswer(trx: Transaction, vault: Vault, id: string): Promise<KeptAnswer> {
  const row = await trx
    .selectFrom('law_answer')
    .select([...open, 'sealed'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('law.not-found', 'no such answer')
  return unseal(trx, vault, row)
}

async function unseal(
  trx: Transaction,
  vault: Vault,
  row: OpenRow & { sealed: Buffer },
): Promise<KeptAnswer> {
  const packed = await vault.open(trx, row.subject, row.sealed, about)
  const { question, answer: bytes } = JSON.parse(
    gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'),
  ) as { question: unknown; answer: string }
  return {
    ...lineOf(row),
    question: Question.parse(question),
    answer: JSON.parse(bytes) as LawAnswer,
    bytes,
  }
}

const opened = new Map<string, Catalogue>()

/** A catalogue that was kept. Throws `law.not-found` or `law.catalogue-damaged`. */
export async function getKeptCatalogue(trx: Transaction, hash: string): Promise<Catalogue> {
  const known = opened.get(hash)
  if (known) return known
  const row = await trx
    .selectFrom('law_catalogue')
    .select('content')
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (!row) throw new AsyliaError('law.not-found', `no catalogue is kept under ${hash}`)
  const catalogue = unpackCatalogue(hash, row.content)
  if (opened.size >= 8) opened.clear()
  opened.set(hash, catalogue)
  return catalogue
}

export type Verified = {
  id: string
  /** Computed again from the kept question and the kept catalogue: the same bytes. */
  same: boolean
  /** Where the bytes first differ, as a JSON pointer. */
  differsAt: string | null
  engine: { asked: string; now: string }
  catalogueHash: string
  /** The same question of today's catalogue: what of the law changed, and which conclusions with it. */
  now: { catalogueHash: string; law: LawDifference[]; turned: Turned[] }
}

/** Computes a kept answer again, from what is kept alone, and compares byte by byte; then asks today's catalogue. */
export async function verifyAnswer(
  trx: Transaction,
  vault: Vault,
  current: Catalogue,
  id: string,
): Promise<Verified> {
  const kept = await getAnswer(trx, vault, id)
  const catalogue = await getKeptCatalogue(trx, kept.catalogueHash)
  const again = ask(catalogue, kept.question)
  const same = JSON.stringify(again) === kept.bytes
  const moment = { on: kept.lawOn, knownOn: kept.knownOn ?? undefined }
  return {
    id,
    same,
    differsAt: same ? null : (firstDifference(kept.answer, JSON.parse(JSON.stringify(again))) ?? '/'),
    engine: { asked: kept.engine, now: engineVersion },
    catalogueHash: kept.catalogueHash,
    now: {
      catalogueHash: current.hash,
      law: lawDifferences(catalogue, current, kept.jurisdiction, moment),
      turned: turned(kept.answer, ask(current, kept.question)),
    },
  }
}

export type Affected = AnswerLine & {
  /** What the catalogue now says otherwise of the law that was asked. */
  corrected: LawDifference[]
  /** What of the law itself changed since the day it was asked, where the answer was about that day. */
  changed: Pick<Change, 'day' | 'what' | 'kind' | 'id' | 'title'>[]
}

/**
 * The newest answers about each subject that rest on law which is no longer what it was: the catalogue was corrected,
 * or a day came on which the law changed. Only rows the actor may see; of one subject, or of all.
 */
export async function listAffected(
  trx: Transaction,
  current: Catalogue,
  today: string,
  subject: string | null = null,
): Promise<Affected[]> {
  const { rows } = await sql<OpenRow>`
    select distinct on (subject, kind) ${sql.join(open.map((column) => sql.ref(column)))}
    from law_answer where ${subject}::uuid is null or subject = ${subject}::uuid
    order by subject, kind, position desc`.execute(trx)
  const known = new Map<string, Pick<Affected, 'corrected' | 'changed'>>()
  const affected: Affected[] = []
  for (const row of rows) {
    const key = [row.catalogue_hash, row.jurisdiction, row.law_on, row.asked_on, row.known_on].join(' ')
    let found = known.get(key)
    if (!found) known.set(key, (found = await whatChanged(trx, row, current, today)))
    if (found.corrected.length + found.changed.length > 0) affected.push({ ...lineOf(row), ...found })
  }
  return affected
}

async function whatChanged(
  trx: Transaction,
  row: OpenRow,
  current: Catalogue,
  today: string,
): Promise<Pick<Affected, 'corrected' | 'changed'>> {
  const moment = { on: row.law_on, knownOn: row.known_on ?? undefined }
  const corrected =
    row.catalogue_hash === current.hash
      ? []
      : lawDifferences(await getKeptCatalogue(trx, row.catalogue_hash), current, row.jurisdiction, moment)
  // An answer about the law of an earlier day (of the conduct) is not touched by later law.
  const live = row.law_on === row.asked_on && row.asked_on < today
  const changed = live
    ? changes(current, { since: row.law_on, until: today, jurisdiction: row.jurisdiction }).changes
    : []
  return {
    corrected,
    changed: changed.map(({ day, what, kind, id, title }) => ({ day, what, kind, id, title })),
  }
}
