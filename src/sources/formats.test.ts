import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { systemActor } from '#platform/access'
import type { Corpus } from '#platform/corpus'
import { testCorpus, testDatabase, testFolder } from '#test/stores'
import { formats } from './formats.ts'
import { importFile, type ImportStores } from './importing/import-file.ts'
import { type FormatName, readMapping, shippedMappings } from './mapping/mapping.ts'

const folder = testFolder()
let stores: ImportStores
let corpus: Corpus

beforeAll(async () => {
  corpus = await testCorpus()
  stores = { db: await testDatabase(), corpus, dataFolder: join(folder, 'data') }
})

function take(format: FormatName, text: string, mapping = formats[format].defaultMapping) {
  const path = join(folder, `${mapping}.csv`)
  writeFileSync(path, text)
  return importFile(stores, { format, path, mapping: readMapping(mapping), actor: systemActor('test') })
}
const Row = z.record(z.string(), z.unknown())

it('every shipped mapping is good, says its source and terms, and each format has one', () => {
  for (const name of shippedMappings()) {
    const mapping = readMapping(name)
    expect(mapping.name).toBe(name)
    expect(mapping.yaml.split('\n')[0]).toMatch(/^# /)
    expect(mapping.yaml).toMatch(/^# Source: /m)
    expect(mapping.yaml).toMatch(/Terms: /)
  }
  const defaults = Object.values(formats).map(({ defaultMapping }) => defaultMapping)
  expect(shippedMappings()).toEqual(expect.arrayContaining(defaults))
})

it('GLOTIP: <5 is a range, doubles count once, thousands have commas, groups are no country', async () => {
  const head =
    'Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source\n'
  const row = (start: string, value: string) =>
    `${start},Africa,,Persons convicted,Total,Total,Total,Total,2019,Counts,${value},GLOTIP\n`
  const done = await take(
    'glotip-csv',
    `${head}${row('NGA,Nigeria', '<5')}${row('NGA,Nigeria', '<5')}${row('GHA,Ghana', '"1,204"')}${row('SAF,', '7')}${row(',Sark', '1')}${row('TGO,Togo', 'few')}`,
  )
  expect(done).toMatchObject({ source: 'unodc-glotip', read: 6, added: 4, unchanged: 1, rejected: 1 })
  expect(done.firstRejects).toEqual([
    { row: 7, field: 'txtVALUE', found: 'few', expected: 'a whole number or <5' },
  ])
  expect(
    await corpus.query(
      `SELECT territory, territory_name AS name, country, year, count, count_low AS low, count_high AS high
       FROM sources_statistic FINAL ORDER BY territory`,
      Row,
    ),
  ).toEqual([
    { territory: 'GHA', name: 'Ghana', country: 'GHA', year: 2019, count: 1204, low: 1204, high: 1204 },
    { territory: 'NGA', name: 'Nigeria', country: 'NGA', year: 2019, count: null, low: 0, high: 4 },
    { territory: 'SAF', name: '', country: '', year: 2019, count: 7, low: 7, high: 7 },
    { territory: 'Sark', name: 'Sark', country: '', year: 2019, count: 1, low: 1, high: 1 },
  ])
})

it('CTDC: rows alike are different persons; 0, 00, -99 and empty are "not known", never a country or a no', async () => {
  const done = await take(
    'ctdc-csv',
    'yearOfRegistration,gender,ageBroad,citizenship,isForcedLabour,isSexualExploit,CountryOfExploitation\n' +
      '2016,Female,9--17 ,0,1.0,,\n2016,Female,9--17,00,1.0,-99,-99\n2016,Male,,PH,0.0,1.0,US\n',
  )
  expect(done).toMatchObject({ read: 3, added: 3 })
  expect(
    await corpus.query(
      `SELECT year, gender, age_band AS age, citizenship, country, facts FROM sources_record FINAL ORDER BY row`,
      Row,
    ),
  ).toEqual([
    {
      year: 2016,
      gender: 'female',
      age: '9--17',
      citizenship: '',
      country: '',
      facts: { forced_labour: 'yes', sexual_exploitation: 'unknown' },
    },
    {
      year: 2016,
      gender: 'female',
      age: '9--17',
      citizenship: '',
      country: '',
      facts: { forced_labour: 'yes', sexual_exploitation: 'unknown' },
    },
    {
      year: 2016,
      gender: 'male',
      age: '',
      citizenship: 'PHL',
      country: 'USA',
      facts: { forced_labour: 'no', sexual_exploitation: 'yes' },
    },
  ])
})

it('made-up countries bring their own points, and their towns have ids of their own', async () => {
  await take(
    'ads-csv',
    'id,date,text,place,country,latitude,longitude\n1,2026-01-01,x,Oru Vale,XAA,-48.2,-123.4\n2,2026-01-01,x,Oru Vale,XAA,0,0\n',
  )
  expect(
    await corpus.query(
      'SELECT place_id, country, latitude, longitude, h3GetResolution(h3) AS resolution FROM sources_ad FINAL',
      Row,
    ),
  ).toEqual([{ place_id: 'XAA.oruvale', country: 'XAA', latitude: -48.2, longitude: -123.4, resolution: 7 }])
})
