import { z } from 'zod'
import { PlainDate } from '#model'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { eraseList } from './forget-lists.ts'
import { decidePair, takePairBack } from './pair-verdicts.store.ts'
import { listPairs, standingOf } from './pairs.store.ts'
import { getList, keepList, listLists, openPair, personsIn, placesOf } from './people.store.ts'
import { impliedBy } from './persons.ts'
import { readList } from './read-list.ts'

const may = (resource: 'person_list' | 'person_verdict', action: string) => ({
  resource,
  action,
  purpose: 'investigation',
})
const PairWord = z.enum(['same', 'different', 'not_enough'])
const Why = z.string().trim().min(1).max(2000)
const OfList = z.object({ id: z.uuid() })
const OfPair = OfList.extend({ pair: z.uuid() })

export const PeopleListView = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  sources: z.array(z.string()),
  records: z.number(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresOn: PlainDate.describe('After this day all of it is erased'),
})
export type PeopleListView = z.infer<typeof PeopleListView>

const Called = z.object({ place: z.number().describe('Its number in the list'), source: z.string() })

/** A list with its pairs, the likeliest first, without a name: a pair is opened one at a time. */
export const PeopleQueue = PeopleListView.extend({
  pairs: z.array(
    z.object({
      id: z.string(),
      chance: z.number().describe('That the two records tell of one person; never a figure about a person'),
      a: Called,
      b: Called,
      verdict: PairWord.nullable(),
      implied: z
        .enum(['same', 'different'])
        .nullable()
        .describe('What verdicts on other pairs say of one that nobody decided: it need not be opened'),
    }),
  ),
  persons: z
    .array(z.object({ records: z.array(Called), links: z.array(z.string()) }))
    .describe('Records that people said are one person, and the pairs that hold them together'),
})
export type PeopleQueue = z.infer<typeof PeopleQueue>

const PairVerdictView = z.object({
  id: z.string(),
  verdict: PairWord,
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
  takenBack: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
})

/** A pair opened: both records side by side, and why they may be one person, bit by bit. */
export const PairView = z.object({
  id: z.string(),
  chance: z.number(),
  records: z.array(
    Called.extend({ record: z.string(), id: z.string(), values: z.record(z.string(), z.string()) }),
  ),
  waterfall: z.object({
    priorBits: z.number(),
    reasons: z.array(
      z.object({
        field: z.string(),
        a: z.string(),
        b: z.string(),
        step: z.string(),
        bits: z.number(),
        adjustmentBits: z.number(),
      }),
    ),
    totalBits: z.number(),
    probability: z.number(),
  }),
  verdicts: z.array(PairVerdictView),
})
export type PairView = z.infer<typeof PairView>

/** Records about persons: which tell of one? A person decides each pair; nothing is joined by itself. */
export function peopleRoutes({ vault, now }: { vault: Vault; now: () => Date }): Endpoint[] {
  const today = (): string => now().toISOString().slice(0, 10)
  return [
    endpoint({
      method: 'get',
      path: '/detect/people',
      summary: 'Lists of records about persons that were brought to be compared',
      access: may('person_list', 'read'),
      answer: z.object({ lists: z.array(PeopleListView) }),
      handle: async ({ actor, db }) => ({ lists: await db.as(actor, (trx) => listLists(trx, today())) }),
    }),
    endpoint({
      method: 'post',
      path: '/detect/people',
      summary: 'Bring records about persons, sealed at once, and suggest which tell of one',
      access: may('person_list', 'create'),
      body: z.object({
        title: z.string().trim().min(1).max(200),
        why: Why.describe('What for: it stands beside every look at a pair'),
        keepDays: z.int().min(1).max(180).default(30),
        oneToOne: z.boolean().default(false).describe('Each file holds every person once'),
        files: z
          .array(z.object({ name: z.string().trim().min(1).max(200), csv: z.string().min(1) }))
          .min(1)
          .max(10),
      }),
      answer: z.object({ id: z.string(), pairs: z.number() }),
      status: 201,
      limits: { bytes: 5 * 1024 * 1024, ms: 120_000 },
      handle: ({ actor, db, body }) => {
        const { keepDays, files, ...told } = body
        const records = readList(files)
        const expiresOn = new Date(now().getTime() + keepDays * 86_400_000).toISOString().slice(0, 10)
        return db.as(actor, (trx) =>
          keepList(trx, vault, ofAnOrganisation(actor), { ...told, records, expiresOn }),
        )
      },
    }),
    endpoint({
      method: 'get',
      path: '/detect/people/{id}',
      summary: 'The pairs of a list, the likeliest first, and the persons that verdicts made',
      access: may('person_list', 'read'),
      params: OfList,
      answer: PeopleQueue,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const list = await getList(trx, params.id, today())
          const places = await placesOf(trx, list.id)
          const called = (record: string) => places.get(record)!
          const pairs = await listPairs(trx, list.id)
          const implied = impliedBy(standingOf(pairs))
          return {
            ...list,
            pairs: pairs.map(({ a, b, ...pair }) => ({
              ...pair,
              a: called(a),
              b: called(b),
              implied: pair.verdict === null ? implied({ a, b }) : null,
            })),
            persons: (await personsIn(trx, list.id)).map(({ records, links }) => ({
              records: records.map(called),
              links,
            })),
          }
        }),
    }),
    endpoint({
      method: 'delete',
      path: '/detect/people/{id}',
      summary: 'Erase a list with its records, pairs and verdicts, and destroy its key',
      access: may('person_list', 'delete'),
      params: OfList,
      answer: z.object({ erased: z.literal(true) }),
      async handle({ actor, db, params }) {
        await eraseList(db, vault, actor, params.id)
        return { erased: true as const }
      },
    }),
    endpoint({
      method: 'get',
      path: '/detect/people/{id}/pairs/{pair}',
      summary: 'Open a pair: both records and why they may tell of one person; the look is on record',
      access: may('person_list', 'read'),
      params: OfPair,
      answer: PairView,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          await getList(trx, params.id, today())
          return openPair(trx, vault, actor, { list: params.id, pair: params.pair })
        }),
    }),
    endpoint({
      method: 'post',
      path: '/detect/people/{id}/pairs/{pair}/verdict',
      summary: 'Say that two records tell of one person, of two, or that it cannot be told',
      access: may('person_verdict', 'create'),
      params: OfPair,
      body: z.object({ verdict: PairWord, reason: Why }),
      answer: PairVerdictView,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          await getList(trx, params.id, today())
          return decidePair(trx, vault, ofAnOrganisation(actor), {
            list: params.id,
            pair: params.pair,
            ...body,
          })
        }),
    }),
    endpoint({
      method: 'post',
      path: '/detect/people/{id}/pairs/{pair}/verdicts/{verdict}/taking-back',
      summary: 'Take the newest verdict on a pair back: what it joined comes apart',
      access: may('person_verdict', 'create'),
      params: OfPair.extend({ verdict: z.uuid() }),
      body: z.object({ reason: Why }),
      answer: z.object({ takenBack: z.literal(true) }),
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          await getList(trx, params.id, today())
          const { id: list, pair, verdict } = params
          await takePairBack(trx, vault, ofAnOrganisation(actor), { list, pair, verdict, ...body })
          return { takenBack: true as const }
        }),
    }),
  ]
}

function ofAnOrganisation(actor: Actor): Actor & { organisation: string } {
  if (actor.organisation === null) throw new AsyliaError('access.denied', 'this needs an organisation')
  return { ...actor, organisation: actor.organisation }
}
