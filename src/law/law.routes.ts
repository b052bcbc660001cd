import { z } from 'zod'
import { Alpha3, PlainDate } from '#model'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { assess } from './assess.ts'
import { changes } from './changes.ts'
import { channels, type ChannelsAnswer } from './channels.ts'
import { catalogueFor, sheetWords } from './command-input.ts'
import { compare, type CompareAnswer } from './compare.ts'
import type { FactsInput } from './facts.ts'
import { gapChanges } from './gap-changes.ts'
import { gapMatrix } from './gap-matrix.ts'
import { gaps } from './gaps.ts'
import { listJurisdictions } from './jurisdictions.ts'
import { loadCatalogue } from './load.ts'
import { rights } from './rights.ts'
import { rightsSheet } from './sheet.ts'
import { treatyStatus } from './treaty-status.ts'

const today = (): string => new Date().toISOString().slice(0, 10)

/** Answers are made of plain values by code that has its own types; the document says what they hold. */
const Answer = z.looseObject({ catalogueHash: z.string(), disclaimer: z.string() })
const Facts = z
  .record(z.string(), z.unknown())
  .describe(
    'Facts of data/law/vocabulary.yaml by group: {"acts": {"recruit": true}, "means": {"force": null}}; absent or null: unknown',
  )
const Moment = { on: PlainDate.optional(), knownOn: PlainDate.optional() }

const Pair = z.object({ a: Alpha3, b: Alpha3, on: PlainDate.optional() })
const Door = z.object({
  from: Alpha3,
  to: Alpha3,
  on: PlainDate.optional(),
  need: z
    .enum(['evidence', 'extradition', 'information', 'identity', 'return', 'joint', 'money', 'missing'])
    .optional(),
})

function answerPair({ a, b, on, facts }: z.infer<typeof Pair> & { facts?: FactsInput }): CompareAnswer {
  return compare(catalogueFor(a, b), { a, b, on: on ?? today(), facts })
}

function answerDoor({ on, ...asked }: z.infer<typeof Door> & { facts?: FactsInput }): ChannelsAnswer {
  return channels(catalogueFor(asked.from, asked.to), { ...asked, on: on ?? today() })
}

/** The law's operations; every answer carries its citations and the catalogue's hash. */
export function lawEndpoints(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/law/jurisdictions',
      summary: 'The countries whose law is known, and how far each may be trusted',
      access: 'signed-in',
      query: z.strictObject({ invented: z.enum(['true', 'false']).optional() }),
      answer: z.looseObject({
        catalogueHash: z.string(),
        jurisdictions: z.array(z.looseObject({ id: z.string() })),
      }),
      async handle({ query }) {
        const invented = query.invented === 'true'
        const catalogue = loadCatalogue({ invented })
        return { catalogueHash: catalogue.hash, jurisdictions: listJurisdictions(catalogue, { invented }) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/catalogue',
      summary: 'The whole catalogue, for asking it in the browser',
      access: 'signed-in',
      query: z.strictObject({ invented: z.enum(['true', 'false']).optional() }),
      answer: z.looseObject({ hash: z.string() }),
      async handle({ query }) {
        return loadCatalogue({ invented: query.invented === 'true' })
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/catalogue/{id}',
      summary: 'One jurisdiction or treaty as the catalogue has it',
      access: 'signed-in',
      params: z.object({ id: z.string() }),
      answer: z.looseObject({ id: z.string() }),
      async handle({ params }) {
        const catalogue = catalogueFor(params.id)
        const all = [...catalogue.jurisdictions, ...catalogue.treaties, ...catalogue.memberships]
        const found = all.find((one) => one.id === params.id)
        if (!found)
          throw new BadInput(`id: found ${params.id}, expected a jurisdiction or treaty of the catalogue`, {
            field: 'id',
          })
        return found
      },
    }),
    endpoint({
      method: 'post',
      path: '/law/assess',
      summary: 'Is an offence made out on these facts, under the law of a day?',
      access: 'signed-in',
      body: z.strictObject({ jurisdiction: Alpha3, ...Moment, facts: Facts }),
      answer: Answer,
      async handle({ body }) {
        return assess(catalogueFor(body.jurisdiction), body)
      },
    }),
    endpoint({
      method: 'post',
      path: '/law/rights',
      summary: 'What this person is entitled to, by when, under which article',
      access: 'signed-in',
      body: z.strictObject({ jurisdiction: Alpha3, ...Moment, person: Facts }),
      answer: Answer,
      async handle({ body }) {
        return rights(catalogueFor(body.jurisdiction), body)
      },
    }),
    endpoint({
      method: 'post',
      path: '/law/sheet',
      summary: 'The rights sheet for the person, as a page to print; it bears a code name only',
      access: 'signed-in',
      body: z.strictObject({
        jurisdiction: Alpha3,
        ...Moment,
        person: Facts,
        language: z.enum(['en', 'fr', 'es', 'ar']),
        code: z.string().max(40).optional(),
      }),
      async handle({ body: { language, code, ...question } }) {
        const answer = rights(catalogueFor(question.jurisdiction), question)
        const html = rightsSheet(answer, { ...sheetWords(language, question.jurisdiction), code })
        return new Response(html, {
          headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/gaps',
      summary: 'What treaties ask of a law, and what of it is there',
      access: 'signed-in',
      query: z.strictObject({
        jurisdiction: Alpha3,
        on: PlainDate.optional(),
        treaty: z.string().optional(),
      }),
      answer: Answer,
      async handle({ query }) {
        return gaps(catalogueFor(query.jurisdiction), { ...query, on: query.on ?? today() })
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/gap-changes',
      summary: 'What became of a law’s gaps between two days',
      access: 'signed-in',
      query: z.strictObject({
        jurisdiction: Alpha3,
        since: PlainDate,
        until: PlainDate.optional(),
        treaty: z.string().optional(),
      }),
      answer: Answer,
      async handle({ query: { jurisdiction, since, until, treaty } }) {
        const catalogue = catalogueFor(jurisdiction)
        return gapChanges(catalogue, { jurisdiction, since, until: until ?? today(), treaty })
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/gap-matrix',
      summary: 'What treaties ask, against every law of the catalogue side by side',
      access: 'signed-in',
      query: z.strictObject({ on: PlainDate.optional(), treaty: z.string().optional() }),
      answer: Answer,
      async handle({ query }) {
        return gapMatrix(loadCatalogue(), { ...query, on: query.on ?? today() })
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/treaties',
      summary: 'The treaties and bodies whose members are listed',
      access: 'signed-in',
      answer: z.object({
        treaties: z.array(z.object({ id: z.string(), title: z.string(), complete: z.boolean() })),
      }),
      async handle() {
        const { memberships } = loadCatalogue()
        return { treaties: memberships.map(({ id, title, complete }) => ({ id, title, complete })) }
      },
    }),
    // What was done to somebody belongs in no address: addresses are logged and kept. Facts come in a body.
    endpoint({
      method: 'get',
      path: '/law/compare',
      summary: 'Two laws side by side',
      access: 'signed-in',
      query: z.strictObject(Pair.shape),
      answer: Answer,
      async handle({ query }) {
        return answerPair(query)
      },
    }),
    endpoint({
      method: 'post',
      path: '/law/compare',
      summary: 'Two laws side by side, and whether both see an offence on these facts',
      access: 'signed-in',
      body: z.strictObject(Pair.shape).extend({ facts: Facts }),
      answer: Answer,
      async handle({ body }) {
        return answerPair(body)
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/channels',
      summary: 'Through which door one country may ask another',
      access: 'signed-in',
      query: z.strictObject(Door.shape),
      answer: Answer,
      async handle({ query }) {
        return answerDoor(query)
      },
    }),
    endpoint({
      method: 'post',
      path: '/law/channels',
      summary: 'Through which door one country may ask another about these facts',
      access: 'signed-in',
      body: z.strictObject(Door.shape).extend({ facts: Facts }),
      answer: Answer,
      async handle({ body }) {
        return answerDoor(body)
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/status',
      summary: 'Who is bound by a treaty on a day: every state listed',
      access: 'signed-in',
      query: z.strictObject({ treaty: z.string(), on: PlainDate.optional() }),
      answer: Answer,
      async handle({ query }) {
        return treatyStatus(loadCatalogue(), { treaty: query.treaty, on: query.on ?? today() })
      },
    }),
    endpoint({
      method: 'get',
      path: '/law/changes',
      summary: 'What of the law changed between two days',
      access: 'signed-in',
      query: z.strictObject({
        since: PlainDate,
        until: PlainDate.optional(),
        jurisdiction: Alpha3.optional(),
      }),
      answer: Answer,
      async handle({ query: { since, until, jurisdiction } }) {
        return changes(catalogueFor(jurisdiction), { since, until: until ?? today(), jurisdiction })
      },
    }),
  ]
}
