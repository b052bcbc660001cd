import { latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import type { Corpus } from '#platform/corpus'
import { testCorpus } from '#test/stores'
import { readAreas } from '../areas/read-areas.ts'
import { storeAreas } from '../areas/areas.store.ts'
import { countsByCellAndWeek } from '../counts/counts.store.ts'
import { openAreaUnit } from '../areas/areas.store.ts'
import { addDays } from '../counts/weeks.ts'
import { areasEndpoints } from '../areas/areas.routes.ts'
import { backtestEndpoints } from '../backtest/backtest.routes.ts'
import { findBacktest, runBacktest } from '../backtest/backtest.store.ts'
import { nearRepeatEndpoints } from '../near-repeat/near-repeat.routes.ts'
import { scanEndpoints } from './scan.routes.ts'
import { runHotspots, listHotspots } from '../index.ts'
import { listSettings } from '../hotspots/hotspots.store.ts'
import { runNearRepeat } from '../near-repeat/near-repeat.store.ts'
import { poissonVariate, seededRandom } from '../statistics/random.ts'
import { weeklySeries } from '../warnings/series.store.ts'
import { runWarnings } from '../warnings/warnings.store.ts'
import { runScan } from './scan.store.ts'
import { scanModels, usualSpaceTime } from './space-time.ts'

const LAST = '2026-11-22'
/** Thirty-six towns, each in the middle of a district two thirds of a degree wide. */
const towns = Array.from({ length: 36 }, (_, i) => ({
  place: `Town ${i}`,
  south: -50 + Math.floor(i / 6) * 0.6,
  west: -130 + (i % 6) * 0.8,
}))
const middle = (town: (typeof towns)[number]) => [town.south + 0.3, town.west + 0.4] as const

/** A hundred weeks; towns 0, 1, 6, 7 tell five times as much in the last six, and ask no more than before. */
async function tellIncidents(corpus: Corpus): Promise<void> {
  const random = seededRandom(12)
  const rows: Record<string, unknown>[] = []
  for (let week = 0; week < 100; week++) {
    for (const [i, town] of towns.entries()) {
      const rise = [0, 1, 6, 7].includes(i) && week >= 94 ? 5 : 1
      const [latitude, longitude] = middle(town)
      const add = (kind: string, count: number) => {
        for (let n = 0; n < count; n++) {
          const day = addDays(LAST, -6 - 7 * (99 - week) + random.below(7))
          rows.push({
            id: rows.length.toString(16).padStart(32, '0'),
            source: `hotline ${n}`,
            external_id: String(rows.length),
            occurred_on: day,
            known_on: day,
            kind: kind === 'information' ? kind : `${kind}${n}`,
            found_by: 'report',
            place_text: town.place,
            country: 'XAA',
            latitude,
            longitude,
            h3: BigInt(`0x${latLngToCell(latitude, longitude, 7)}`),
            count: 1,
            count_low: 1,
            count_high: 1,
            version: 1,
          })
        }
      }
      add('labour', poissonVariate(random, 0.9 * rise))
      add('information', poissonVariate(random, 1.4))
    }
  }
  await corpus.insert('sources_incident', rows)
}

const districts = {
  type: 'FeatureCollection',
  features: towns.map(({ place, south, west }, i) => ({
    type: 'Feature',
    properties: { code: i, name: `District of ${place}`, people: i === 5 ? null : 20_000 },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [west + 0.8, south],
          [west + 0.8, south + 0.6],
          [west, south + 0.6],
          [west, south],
        ].map(([x, y]) => [Number(x!.toFixed(6)), Number(y!.toFixed(6))]),
      ],
    },
  })),
}

describe('scans, near repeats and areas on the real engine', async () => {
  const corpus = await testCorpus()
  await tellIncidents(corpus)
  const columns = { code: 'code', name: 'name', population: 'people' }
  await storeAreas(
    corpus,
    { name: 'districts', title: 'districts.geojson', source: 'invented' },
    readAreas('districts.geojson', districts, columns),
  )

  it('find the planted outbreak with its weeks and members under every model', async () => {
    for (const model of scanModels) {
      const found = await runScan(corpus, {
        knownOn: LAST,
        settings: { ...usualSpaceTime, model, time: 'prospective', replicas: 99 },
      })
      const [first] = found.clusters
      expect(first!.significant, model).toBe(true)
      const planted = first!.members.filter(({ place }) =>
        ['Town 0', 'Town 1', 'Town 6', 'Town 7'].includes(place),
      )
      expect(planted.length, model).toBeGreaterThanOrEqual(3)
      expect(first!.members.length - planted.length, model).toBeLessThanOrEqual(1)
      expect([first!.from, first!.to]).toEqual(['2026-10-12', LAST])
      expect(first!.recurrenceDays).toBeGreaterThanOrEqual(700)
      // The other models' expectations are made of the area's own counts, and would give withheld ones away.
      if (model === 'poisson')
        expect(first!.members.reduce((sum, { expected }) => sum + expected!, 0)).toBeCloseTo(
          first!.expected,
          9,
        )
      else expect(first!.members.map(({ expected }) => expected)).toEqual(first!.members.map(() => null))
      expect(first!.reasons[0]!.text).toContain('counted')
      expect(found.notKnown.length).toBeGreaterThan(1)
      expect(JSON.stringify(found)).not.toContain('NaN')
    }
  })

  it('count by an operator’s areas, in hotspots, scans and signals alike, and say what is not known', async () => {
    const unit = await openAreaUnit(corpus, 'districts')
    expect(unit!.outsideRows).toBe(0)
    const rows = await countsByCellAndWeek(corpus, {
      layer: 'reports',
      resolution: 4,
      from: '2026-10-12',
      to: LAST,
      knownOn: LAST,
      by: 'occurred',
      areas: unit,
    })
    const hot = await runHotspots(corpus, { knownOn: LAST, from: '2026-10-12', to: LAST, areas: 'districts' })
    expect(hot.hotspots).toHaveLength(36)
    expect(hot.weights).toBe('contiguity')
    const counted = rows
      .filter(({ cell }) => cell === 'districts:0')
      .reduce((sum, { events }) => sum + events, 0)
    const spots = await listHotspots(corpus, hot.run, 3)
    const first = spots.find(({ cell }) => cell === 'districts:0')!
    expect([first.observed, first.class, first.place]).toEqual([counted, 'hot', 'District of Town 0'])
    const fifth = hot.hotspots.find(({ cell }) => cell === 'districts:5')!
    expect(fifth.reasons.map(({ key }) => key)).toContain('exposure.assumed')
    const settings = await listSettings(corpus, hot.run)
    expect(settings.length).toBe(hot.settingsTried.length)
    expect(settings.some(({ hot: found }) => found.includes('districts:0'))).toBe(true)
    const scanned = await runScan(corpus, {
      knownOn: LAST,
      areas: 'districts',
      weeks: 6,
      settings: { ...usualSpaceTime, replicas: 99, shape: 'ellipse', stopAfter: 20 },
    })
    expect(scanned.clusters[0]!.members.map(({ cell }) => cell)).toContain('districts:0')
    const warned = await runWarnings(corpus, { knownOn: LAST, weeks: 6, areas: 'districts' })
    expect(warned.warnings.some(({ cell }) => cell === 'districts:0')).toBe(true)
    const happened = await runWarnings(corpus, {
      knownOn: LAST,
      weeks: 6,
      areas: 'districts',
      by: 'occurred',
    })
    // Everything was told on its day: looked at either way it is the same.
    expect(happened.warnings.map(({ id, observed }) => [id, observed])).toEqual(
      warned.warnings.map(({ id, observed }) => [id, observed]),
    )
    const series = await weeklySeries(corpus, {
      layer: 'reports',
      cell: 'districts:0',
      resolution: 4,
      knownOn: LAST,
      weeks: 10,
      by: 'occurred',
    })
    expect(series.map(({ nowcast, observed }) => nowcast!.value === observed)).not.toContain(false)
    expect(series.slice(-6).some(({ alarm }) => alarm)).toBe(true)
    await expect(runHotspots(corpus, { knownOn: LAST, from: LAST, to: LAST, areas: 'none' })).rejects.toThrow(
      "called 'none'",
    )
  })

  it('say how much lies outside an operator’s areas', async () => {
    const turned = {
      ...districts,
      features: towns.slice(0, 8).map(({ south, west }, i) => ({
        type: 'Feature',
        properties: { code: i, name: `${i}` },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [south, (west + 360) % 90],
              [south + 1, (west + 360) % 90],
              [south + 1, ((west + 360) % 90) + 1],
              [south, (west + 360) % 90],
            ],
          ],
        },
      })),
    }
    // These lie in the world; nothing here says they are wrong, so they are kept.
    await storeAreas(
      corpus,
      { name: 'else', title: 'else.geojson', source: '' },
      readAreas('else.geojson', turned, columns),
    )
    expect((await openAreaUnit(corpus, 'else'))!.outsideRows).toBeGreaterThan(1000)
  })

  it('test near repeats, each event once, and withhold small numbers of pairs', async () => {
    const found = await runNearRepeat(corpus, {
      knownOn: LAST,
      from: '2026-08-01',
      to: LAST,
      permutations: 99,
    })
    expect(found.knox!.p).toBeLessThanOrEqual(0.05)
    expect(found.bands).toHaveLength(20)
    expect(found.bands.every(({ pairs }) => pairs === null || pairs === 0 || pairs >= 3)).toBe(true)
    const none = await runNearRepeat(corpus, { knownOn: '2020-01-01', from: '2019-08-01', to: '2020-01-01' })
    expect([none.knox, none.events, none.reasons[0]!.key]).toEqual([null, 0, 'near-repeat.too-few'])
    // Neither one day, nor two windows that differ by one, tell what a day adds.
    await expect(runNearRepeat(corpus, { knownOn: LAST, from: LAST, to: LAST })).rejects.toThrow(
      'whole weeks',
    )
    expect([found.from, found.to]).toEqual(['2026-07-27', LAST])
    const window = (from: string, to: string) =>
      runNearRepeat(corpus, { knownOn: LAST, from, to, permutations: 99 })
    expect((await window('2026-08-02', LAST)).events).toBe(found.events)
    expect((await window('2026-08-01', '2026-11-21')).to).toBe('2026-11-15')
    // Of the first day alone, of which only a handful was told.
    const few = await runNearRepeat(corpus, { knownOn: '2024-12-23', from: '2024-09-02', to: '2024-12-29' })
    expect([few.events, few.knox]).toEqual([null, null])
    expect(few.reasons[0]!.text).toContain('<10')
  })

  it('are tested on the past, and are a prediction only where they beat last year’s places', async () => {
    expect(await findBacktest(corpus, 'hotspots')).toBeNull()
    const found = await runBacktest(corpus, { knownOn: LAST })
    expect(found.methods.map(({ method }) => method)).toEqual(['last-year', 'hotspots', 'scan', 'kernel'])
    for (const { predicts, againstLastYear, reasons } of found.methods) {
      expect(predicts).toBe(againstLastYear !== null && againstLastYear.p <= 0.05)
      expect(reasons[0]!.text).toContain('caught')
    }
    expect(await findBacktest(corpus, 'hotspots')).toEqual(found.methods[1])
    await expect(runBacktest(corpus, { knownOn: '2025-06-01' })).rejects.toThrow('weeks of history')
  })

  it('answers its addresses with what their schemas promise', async () => {
    for (const made of [
      ...scanEndpoints({ corpus }),
      ...nearRepeatEndpoints({ corpus }),
      ...backtestEndpoints({ corpus }),
      ...areasEndpoints({ corpus }),
    ]) {
      if (made.method !== 'get') continue
      const parse = (schema: typeof made.query, value: unknown) => (schema ? schema.parse(value) : undefined)
      const answer = await made.handle({
        actor: undefined,
        db: undefined,
        params: made.params ? { name: 'districts' } : undefined,
        query: parse(made.query, {}),
        body: undefined,
        context: undefined,
      } as never)
      expect(() => made.answer!.parse(JSON.parse(JSON.stringify(answer))), made.path).not.toThrow()
    }
  })
})
