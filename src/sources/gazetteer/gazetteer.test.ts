import { describe, expect, it } from 'vitest'
import { exonyms } from './exonyms.ts'
import { countryOf, isCountryCode, openGazetteer } from './index.ts'

const gazetteer = openGazetteer()
const placeOf = (text: string, country?: string) => {
  const place = gazetteer.resolve(text, country)
  return place.found ? place.placeId : place.reason
}

describe('a place', () => {
  it.each([
    ['US, NY, New York', undefined, 'USA.NY.newyorkcity'],
    ['London, UK', undefined, 'GBR.ENG.GLA.london'],
    ['London', 'GBR', 'GBR.ENG.GLA.london'],
    ['Lagos (Nigeria)', undefined, 'NGA.05.lagos'],
    ['köln', 'DEU', 'DEU.07.053.koln'],
    ['Springfield, IL', undefined, 'USA.IL.167.springfield'],
    ['US, MO, St. Louis', undefined, 'USA.MO.510.saintlouis'],
    ['AE, AZ, Abudhabi', undefined, 'ARE.01.101.abudhabi'],
    ['San Diego, CA', undefined, 'USA.CA.073.sandiego'],
    ['Toronto, CA', undefined, 'CAN.08.toronto'],
    ['DE, BY, Munich', undefined, 'DEU.02.091.munich'],
    ['TR, 34, Istanbul', undefined, 'TUR.34.istanbul'],
    ['AE, DU, Dubai', undefined, 'ARE.03.dubai'],
    ['München', 'DEU', 'DEU.02.091.munich'],
    ['Milano, Italia', undefined, 'ITA.09.MI.milan'],
    ['القاهرة', 'EGY', 'EGY.11.cairo'],
    ['Singapore', undefined, 'SGP.singapore'],
  ])('is found by what stands beside it: %s', (text, country, placeId) => {
    expect(placeOf(text, country)).toBe(placeId)
  })

  it('that fits several places is not guessed, and says which', () => {
    const london = gazetteer.resolve('London')
    expect(london).toMatchObject({ found: false, reason: 'ambiguous', country: '' })
    expect(london.found ? [] : london.candidates).toContain('GBR.ENG.GLA.london')
    // The town in California, or the province of Canada.
    expect(placeOf('Ontario, CA')).toBe('ambiguous')
    expect(placeOf('Georgia')).toBe('ambiguous')
    expect(placeOf('Springfield', 'USA')).toBe('ambiguous')
  })

  it('of which only region or country is known has no point', () => {
    expect(gazetteer.resolve('US, MD, ')).toMatchObject({ placeId: 'USA.MD', latitude: null, how: 'region' })
    expect(gazetteer.resolve('SG, , ')).toMatchObject({ placeId: 'SGP', latitude: null, how: 'country' })
  })

  it('keeps the country of a town nobody knows, unless the code may be a state', () => {
    expect(gazetteer.resolve('DE, BY, Wiepoldsried')).toMatchObject({ found: false, country: 'DEU' })
    expect(gazetteer.resolve('US, , Stocton, CA')).toMatchObject({ found: false, country: 'USA' })
    expect(gazetteer.resolve('Stocton, CA')).toMatchObject({ found: false, country: '' })
    expect(placeOf('DE, BE,')).toBe('DEU')
    expect(placeOf('GB, SOM,')).toBe('GBR')
  })

  it('has other names, and each of them leads somewhere', () => {
    const lost = [...exonyms].filter(([key, { country }]) => {
      const place = gazetteer.resolve(key, country)
      return !place.found && place.reason !== 'ambiguous'
    })
    expect(lost).toEqual([])
  })

  it('that is not where the country says stays unresolved and keeps the country', () => {
    expect(gazetteer.resolve('Paris', 'DEU')).toMatchObject({
      found: false,
      reason: 'in another country',
      country: 'DEU',
    })
    expect(gazetteer.resolve('US, PA, Nowhere Northeast')).toMatchObject({
      found: false,
      reason: 'unknown',
      country: 'USA',
    })
  })
})

it('notices latitude and longitude in each other’s place', () => {
  expect(gazetteer.looksSwapped(13.4, 52.5, 'DEU')).toBe(true)
  expect(gazetteer.looksSwapped(52.5, 13.4, 'DEU')).toBe(false)
  expect(gazetteer.looksSwapped(120, 14, 'PHL')).toBe(true)
  expect(gazetteer.looksSwapped(3, 5, 'XAA')).toBe(false)
})

it('knows countries by code and by their names in four languages', () => {
  expect(['DE', 'deu', 'Allemagne', 'Alemania', 'ألمانيا'].map(countryOf)).toEqual(Array(5).fill('DEU'))
  expect(['0', '', 'Nowhere', 'XK'].map(countryOf)).toEqual(['', '', '', 'XKX'])
  expect(['XAA', 'DEU', 'QQQ', 'de'].map(isCountryCode)).toEqual([true, true, false, false])
})
