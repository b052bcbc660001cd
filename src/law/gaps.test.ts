import { describe, expect, test } from 'vitest'
import { gaps, type Gap } from './gaps.ts'
import { compare, rights, type FactsInput } from './index.ts'
import { loadCatalogue } from './load.ts'
import { isVerified } from './timeline.ts'

const catalogue = loadCatalogue()
const on = '2026-01-01'
/** The eight jurisdictions sourced end to end. */
const sourced = ['USA', 'GBR', 'CAN', 'DEU', 'FRA', 'ESP', 'IND', 'KEN']

function duty(jurisdiction: string, obligation: string): Gap {
  const found = gaps(catalogue, { jurisdiction, on }).gaps.find((one) => one.obligation === obligation)!
  for (const one of found.tests) expect([obligation, one.cites.length > 0]).toEqual([obligation, true])
  return found
}

const means = (jurisdiction: string): Gap['tests'][number] =>
  duty(jurisdiction, 'TIP.3.a').tests.find((one) => one.about === 'offence.means')!

describe('gaps of the sourced laws, as their texts say, each cited to a section that was read', () => {
  test.each(sourced)('%s: the child exception', (id) => {
    const found = duty(id, 'TIP.3.c')
    // India asks for means of a child too: BNS 143
    expect([id, found.result]).toEqual([id, id === 'IND' ? 'missing' : 'met'])
    expect(found.verified).toBe(true)
    for (const { cites } of found.tests) expect(cites.every(isVerified)).toBe(true)
  })

  test.each(sourced)('%s: abuse of vulnerability among the means', (id) => {
    const found = means(id)
    // 18 USC 1591 and BNS 143 do not name it; GBR and CAN ask for no means at all
    expect([id, found.lacking.includes('abuse_vulnerability')]).toEqual([id, ['USA', 'IND'].includes(id)])
    expect(found.cites.every(isVerified)).toBe(true)
  })

  test('the section that leaves it out is the one cited', () => {
    expect(means('USA').cites.map((one) => one.number)).toContain('18 USC 1591')
    expect(means('IND').cites.map((one) => one.provision)).toEqual(['IND.BNS-143'])
  })

  test('no means element for adults: Britain and Canada, and no other of the eight', () => {
    const free = sourced.filter((id) => {
      const other = id === 'GBR' ? 'CAN' : 'GBR'
      return !compare(catalogue, { a: id, b: other, on }).a.meansRequired.adult
    })
    expect(free).toEqual(['GBR', 'CAN'])
    for (const id of free) expect(means(id).reason).toBe('no means need be shown, which is wider')
  })

  test('what a law covers under another word, or a wider one, is no difference between two laws', () => {
    const { differences } = compare(catalogue, { a: 'DEU', b: 'ESP', on })
    const [, means, purpose] = differences
    // Spain says violence, Germany force; Spain’s exploitation of labour and sex is wider than Germany’s words.
    expect(means!.both).toEqual(expect.arrayContaining(['means.force', 'means.violence']))
    expect(means!.onlyB).toContain('means.abuse_superiority')
    expect(purpose!.both).toContain('purposes.prostitution_sexual_acts')
    expect(purpose!.onlyB).toContain('purposes.sexual_exploitation')
  })

  test('the European Arrest Warrant is spoken of between its members only', () => {
    const rules = (a: string, b: string): string[] =>
      compare(catalogue, { a, b, on }).thresholds.map((one) => one.rule.split(':')[0]!)
    expect(rules('DEU', 'ESP')).toEqual(['UNTOC article 2(b)', 'European Arrest Warrant'])
    expect(rules('DEU', 'KEN')).toEqual(['UNTOC article 2(b)'])
  })

  test.each([
    ['GBR', 'defence', 'met'],
    ['ESP', 'exemption', 'met'],
    ['KEN', 'immunity', 'met'],
    ['DEU', 'prosecutor_discretion', 'partly'],
    ['USA', 'listed_offences_only', 'partly'],
    ['CAN', undefined, 'missing'],
    ['FRA', undefined, 'missing'],
    ['IND', undefined, 'missing'],
  ])('%s: sparing victims from punishment is %s', (id, form, result) => {
    const given = catalogue.jurisdictions
      .find((one) => one.id === id)!
      .rights.filter((one) => one.right === 'non_punishment')
    expect(given.map((one) => one.form)).toEqual(form === undefined ? [] : [form])
    const found = duty(id, 'COE197.26')
    expect([found.result, found.verified]).toEqual([result, true])
  })

  test('a law in other words than the treaty’s says in which: France, deception as fraudulent manoeuvre', () => {
    const found = means('FRA')
    expect(found.reason).toMatch(/in narrower words: .*deception as fraudulent manoeuvre/)
    expect(found.lacking).not.toContain('deception')
  })
})

test('what meets a duty elsewhere is shown, read in a text, of the same legal family first', () => {
  const found = duty('IND', 'TIP.3.c')
  expect(found.metBy.length).toBe(3)
  expect(new Set(found.metBy.map((one) => one.legalSystem))).toEqual(new Set(['common']))
  for (const one of found.metBy) expect(isVerified(one.cite)).toBe(true)
})

test('non-punishment takes at least five legal forms, each seen in an answer with its section', () => {
  const person: FactsInput = { status: 'identified' }
  const forms = new Map<string, string>()
  for (const { id } of catalogue.jurisdictions) {
    const answer = rights(catalogue, { jurisdiction: id, on, person })
    const given = [answer.dueNow, answer.dueAfterStep, answer.discretionary].flat()
    for (const one of given) {
      if (one.right !== 'non_punishment' || !one.form) continue
      expect(one.cite.number).not.toBe('')
      forms.set(one.form, one.cite.provision)
    }
  }
  expect([...forms.keys()]).toEqual(
    expect.arrayContaining([
      'defence',
      'exemption',
      'immunity',
      'prosecutor_discretion',
      'prosecution_needs_authorisation',
      'listed_offences_only',
    ]),
  )
})
