import { expect, test } from 'vitest'
import { eIdOf, toJsonLd } from './jsonld.ts'
import { loadCatalogue } from './load.ts'

test.each([
  ['s.15', 'sec_15'],
  ['s.3(1)(a)', 'sec_3__subsec_1__para_a'],
  ['s.4(1) (penalty)', 'sec_4__subsec_1'],
  ['art. 5(2)', 'art_5__para_2'],
  ['article 177', 'art_177'],
  ['s.29-30', undefined],
  ['18 USC 1591', undefined],
  ['13(1)(b)', undefined],
])('%s is the element %s', (number, eId) => expect(eIdOf(number)).toBe(eId))

test('a provision of an act with an Akoma Ntoso id has the id of its own', () => {
  const kenya = loadCatalogue().jurisdictions.find((one) => one.id === 'KEN')!
  const found = toJsonLd(kenya)['@graph'].find((one) => one['legislationIdentifier'] === 's.14')!
  expect(found).toMatchObject({
    eId: 'sec_14',
    sameAs: 'akn/ke/act/2010/8#sec_14',
    isPartOf: { '@id': 'akn/ke/act/2010/8' },
  })
})
