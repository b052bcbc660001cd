import { latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { testCorpus } from '#test/stores'
import { serviceGaps } from './service-gap.ts'
import { readServices } from './services.commands.ts'
import { listServices, recordServices, type Service } from './services.store.ts'

const area = { cell: '84', place: 'Veld', country: 'XAA', latitude: 0, longitude: 0 }
const service = (kind: Service['kind'], longitude: number, more: Partial<Service> = {}): Service => ({
  id: `${kind} ${longitude}`,
  kind,
  country: 'XAA',
  cell: latLngToCell(0, longitude, 5),
  languages: ['en'],
  ...more,
})

describe('the service gap', () => {
  it('names what is absent, what is far and what is abroad', () => {
    const [gap] = serviceGaps([area], [service('shelter', 2), service('health', 0.1, { country: 'XAB' })], [])
    expect(gap?.reasons.map(({ key }) => key)).toEqual([
      'service.shelter.far',
      'service.legal-aid.none',
      'service.health.abroad',
    ])
    expect(gap?.gaps).toBe(2)
    const [shelter, aid, health] = gap?.distances.map(({ kilometres }) => kilometres) ?? []
    // Two degrees and a tenth of a degree of longitude at the equator, each from a cell about 17 km across.
    expect(Math.abs((shelter ?? 0) - 222)).toBeLessThanOrEqual(12)
    expect(aid).toBeNull()
    expect(health).toBeLessThanOrEqual(25)
  })

  it('names a language that nobody within reach works in, by its primary part', () => {
    const near = [service('shelter', 0.1), service('legal-aid', 0.1), service('health', 0.1)]
    const spoken = ['en-GB', 'qaa'].map((language) => ({ cell: area.cell, language, share: 0.5 }))
    expect(serviceGaps([area], near, spoken)[0]).toMatchObject({ languagesMissing: ['qaa'], gaps: 1 })
    expect(serviceGaps([area], near, [])[0]).toMatchObject({
      languagesMissing: [],
      gaps: 0,
      reasons: [{ key: 'service.enough' }],
    })
  })

  it('says nothing of languages where no service says which it works in', () => {
    const near = [service('shelter', 0.1, { languages: [] })]
    const spoken = [{ cell: area.cell, language: 'qaa', share: 0.5 }]
    expect(serviceGaps([area], near, spoken)[0]?.languagesMissing).toEqual([])
  })

  it('names file, row and field of a mistake', () => {
    const head = 'id,kind,country,latitude,longitude,languages\n'
    expect(() => readServices('a.csv', `${head}1,shelter,XAA,1,2,en\n2,hotel,XAA,1,2,en\n`)).toThrow(
      'a.csv, row 3, kind',
    )
    expect(() => readServices('a.csv', `${head}1,shelter,XAA,,2,en\n`)).toThrow('a.csv, row 2, latitude')
    expect(() => readServices('a.csv', 'id,kind\n1,shelter\n')).toThrow('the column country is missing')
    expect(() => readServices('a.csv', `${head}1,"shelter,XAA,1,2,en\n`)).toThrow('a.csv: expected CSV')
  })
})

describe('services in the corpus', async () => {
  const corpus = await testCorpus()
  it('are kept coarse, once, and no longer listed when closed', async () => {
    const record = {
      id: '1',
      kind: 'shelter' as const,
      country: 'XAA',
      latitude: 1.2345,
      longitude: 2.3456,
      languages: ['en'],
    }
    await recordServices(corpus, 'list', [{ ...record, isOpen: true }])
    expect(await listServices(corpus)).toEqual([
      { id: '1', kind: 'shelter', country: 'XAA', languages: ['en'], cell: latLngToCell(1.2345, 2.3456, 5) },
    ])
    await recordServices(corpus, 'list', [{ ...record, isOpen: false }])
    expect(await listServices(corpus)).toEqual([])
  })
})
