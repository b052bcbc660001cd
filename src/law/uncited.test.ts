import { expect, test } from 'vitest'
import { assess, channels, compare, gapChanges, gaps, rights, type Cite, type FactsInput } from './index.ts'
import { loadCatalogue } from './load.ts'

// Every statement about the law in any answer names its section, with the source it was taken from.

const catalogue = loadCatalogue({ invented: true })
const on = '2026-01-01'
const countries = catalogue.jurisdictions.map((one) => one.id)
const facts: FactsInput = { acts: { recruit: true }, victim: { ageAtTime: 30 } }
const people: FactsInput[] = [
  {},
  { status: 'conviction', age: 12, nationality: 'NGA' },
  { status: 'reasonable_grounds', age: 30, nationality: 'NGA', events: { reasonable_grounds: '2025-12-01' } },
]

function cited(cite: Cite | null | undefined, what: unknown): void {
  expect([what, cite?.number, cite?.source.text]).toEqual([
    what,
    expect.stringMatching(/\S/),
    expect.stringMatching(/\S/),
  ])
}

test.each(countries)('%s: offences and rights', (jurisdiction) => {
  for (const one of assess(catalogue, { jurisdiction, on, facts }).offences) {
    for (const { id, cite } of one.elements) cited(cite, [one.id, id])
    for (const { when, cite } of one.aggravations) cited(cite, [one.id, when])
    for (const cite of [one.penalty.cite, one.consent.cite]) cited(cite, one.id)
    if (one.limitation) cited(one.limitation.cite, [one.id, 'limitation'])
  }
  for (const person of people) {
    const answer = rights(catalogue, { jurisdiction, on, person })
    const given = [answer.dueNow, answer.dueAfterStep, answer.discretionary, answer.warnings].flat()
    for (const one of given) {
      cited(one.cite, one.id)
      for (const end of one.breaks) cited(end.cite, [one.id, end.what])
    }
    for (const one of answer.notForThisPerson) cited(one.cite, one.id)
    // 'nothing found' says nothing of the law; it rests on the treaty articles that ask for it
    for (const one of answer.notProvided) {
      if (one.why !== 'not_found') cited(one.cite, one.right)
      else expect([one.right, one.askedBy.length > 0]).toEqual([one.right, true])
    }
  }
})

test.each(countries)('%s: gaps, and what became of them', (jurisdiction) => {
  for (const gap of gaps(catalogue, { jurisdiction, on }).gaps) {
    expect(gap.asks.source).toMatch(/\S/)
    for (const one of gap.tests) {
      for (const cite of one.cites) cited(cite, [gap.obligation, one.about])
      if (one.result !== 'unknown')
        expect([gap.obligation, one.about, one.cites.length > 0]).toEqual([gap.obligation, one.about, true])
    }
    for (const one of gap.metBy) cited(one.cite, gap.obligation)
    for (const said of gap.reserved) expect(said.source).toMatch(/\S/)
    if (gap.bound.is === 'yes')
      expect([gap.bound.body, gap.bound.source]).toEqual([gap.bound.body, expect.stringMatching(/\S/)])
  }
  for (const { law } of [gapChanges(catalogue, { jurisdiction, since: '2025-06-01', until: on })]) {
    for (const one of law) cited(one.after ?? one.before, one.id)
  }
})

test('two laws side by side, and every door between them', () => {
  for (const b of countries.filter((id) => id !== 'GBR')) {
    const found = compare(catalogue, { a: 'GBR', b, on, facts })
    for (const side of [found.a, found.b]) {
      cited(side.offence.cite, side.offence.id)
      cited(side.consent.cite, side.offence.id)
    }
    cited(found.dualCriminality!.a.cite, b)
    cited(found.dualCriminality!.b.cite, b)
    for (const one of channels(catalogue, { from: 'GBR', to: b, on }).channels) {
      expect([one.id, one.article, one.source]).toEqual([
        one.id,
        expect.stringMatching(/\S/),
        expect.stringMatching(/\S/),
      ])
    }
  }
})

test('consent has at least five effects, each in an answer with the clause it stands in', () => {
  const effects = new Map<string, Cite>()
  for (const jurisdiction of countries) {
    for (const { consent } of assess(catalogue, { jurisdiction, on, facts: {} }).offences)
      effects.set(consent.effect, consent.cite)
  }
  expect(effects.size).toBeGreaterThanOrEqual(5)
  for (const [effect, cite] of effects) cited(cite, effect)
})

test('a deadline that counted holidays names the act and how far it was checked', () => {
  const deadline = rights(catalogue, {
    jurisdiction: 'DEU',
    on,
    person: {
      status: 'reasonable_grounds',
      nationality: 'NGA',
      events: { reasonable_grounds: '2025-12-01' },
    },
  })
    .dueNow.map((one) => one.deadline)
    .find((one) => one !== null)!
  expect(deadline.countedBy).toMatchObject({ law: expect.stringMatching(/\S/), confidence: 'draft' })
})
