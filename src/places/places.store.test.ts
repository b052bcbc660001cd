import { latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import type { Corpus } from '#platform/corpus'
import { testCorpus, testDatabase } from '#test/stores'
import { listAreas } from './counts/counts.store.ts'
import { addDays } from './counts/weeks.ts'
import { poissonVariate, seededRandom } from './statistics/random.ts'
import { recordEffort, runHotspots, runWarnings, listHotspots, listWarnings, openLives } from './index.ts'
import { placesEndpoints } from './places.routes.ts'
import { findRoutes } from './routes/routes.store.ts'
import { decide, entrust, listLives } from './warnings/life.store.ts'
import { weeklySeries } from './warnings/series.store.ts'
import type { StoredWarning } from './warnings/warnings.store.ts'

type Incident = {
  day: string
  known?: string
  kind?: string
  foundBy?: string
  source?: string
  at: readonly [latitude: number, longitude: number]
  place: string
  route?: string
}

let rows = 0
async function insertIncidents(corpus: Corpus, incidents: readonly Incident[]): Promise<void> {
  await corpus.insert(
    'sources_incident',
    incidents.map((incident) => ({
      id: (++rows).toString(16).padStart(32, '0'),
      source: incident.source ?? 'hotline',
      external_id: String(rows),
      occurred_on: incident.day,
      known_on: incident.known ?? incident.day,
      kind: incident.kind ?? 'labour',
      found_by: incident.foundBy ?? 'report',
      place_text: incident.place,
      country: 'XAA',
      latitude: incident.at[0],
      longitude: incident.at[1],
      h3: BigInt(`0x${latLngToCell(incident.at[0], incident.at[1], 7)}`),
      count: 1,
      count_low: 1,
      count_high: 1,
      attributes: incident.route ? { route: incident.route } : {},
      version: 1,
    })),
  )
}

const LAST = '2026-11-22'
const towns = Array.from({ length: 36 }, (_, i) => ({
  place: `Town ${i}`,
  at: [-50 + Math.floor(i / 6) * 0.9, -130 + (i % 6) * 1.3] as const,
}))

describe('hotspots and warnings on the real engine', async () => {
  const corpus = await testCorpus()
  const database = await testDatabase()
  const random = seededRandom(7)
  const incidents: Incident[] = []
  // Two years: every town the same but for towns 0, 1, 6, 7, which have five times as much in the last half year, and
  // town 20, where a rise begins in the last week; a campaign lifts everything told in the week before that.
  for (let week = 0; week < 104; week++) {
    const monday = addDays(LAST, -6 - 7 * (103 - week))
    const campaign = week === 102 ? 3 : 1
    towns.forEach((town, i) => {
      const hot = [0, 1, 6, 7].includes(i) && week >= 78 ? 5 : 1
      const rise = i === 20 && week === 103 ? 18 : 1
      const told = poissonVariate(random, 0.9 * campaign * hot * rise)
      const asked = poissonVariate(random, 1.5 * campaign)
      for (let n = 0; n < told; n++) {
        // Different kinds, so that two events of one day in one town stay two.
        incidents.push({ ...town, day: addDays(monday, random.below(7)), kind: `kind${n}` })
      }
      for (let n = 0; n < asked; n++) {
        incidents.push({
          ...town,
          day: addDays(monday, random.below(7)),
          kind: 'information',
          source: `s${n}`,
        })
      }
    })
  }
  await insertIncidents(corpus, incidents)
  await recordEffort(corpus, [
    {
      kind: 'campaign',
      country: 'XAA',
      cell: '',
      from: addDays(LAST, -13),
      to: addDays(LAST, -7),
      factor: 3,
      note: 'radio spots',
      knownOn: addDays(LAST, -20),
    },
  ])

  it('finds the planted hotspot, says so in words, and shows both counts', async () => {
    const from = addDays(LAST, -26 * 7 + 1)
    const found = await runHotspots(corpus, { from, to: LAST, knownOn: LAST })
    const hot = found.hotspots.filter((spot) => spot.class === 'hot').map((spot) => spot.place)
    expect(hot).toContain('Town 0')
    expect(hot.every((place) => Number(place.slice(5)) < 18)).toBe(true)
    expect(found.discoveries.naive).toBeGreaterThanOrEqual(found.discoveries.corrected)
    expect(found.discoveries.tested).toBe(36)
    expect(found.exposure).toBe('effort')
    const stored = await listHotspots(corpus, found.run, 3)
    expect(stored).toHaveLength(36)
    expect(stored[0]!.reasons.map((why) => why.text).join(' ')).toMatch(
      /Counted here: \d+\. Expected: [\d.]+\./,
    )
    expect(JSON.stringify(stored)).not.toMatch(/NaN/)
    const few = found.hotspots.filter(({ observed }) => observed > 0 && observed < 20)
    expect(few.length).toBeGreaterThan(0)
    const withheld = (await listHotspots(corpus, found.run, 20)).filter(({ observed }) => observed === null)
    expect(withheld.map(({ cell }) => cell).sort()).toEqual(few.map(({ cell }) => cell).sort())
    for (const { reasons } of withheld) expect(reasons[0]!.text).toMatch(/^Counted here: <20\. /)
  })

  it('warns of the planted rise and explains the campaign by awareness', async () => {
    const found = await runWarnings(corpus, { knownOn: LAST, weeks: 2 })
    const beyond = found.warnings.filter((warning) => warning.verdict !== 'explained-by-awareness')
    expect(beyond.map((warning) => warning.place)).toContain('Town 20')
    const town20 = beyond.find((warning) => warning.place === 'Town 20')!
    expect(town20.firstWeek).toBe('2026-11-16')
    expect(town20.observed).toBeGreaterThan(town20.bound)
    expect(town20.reasons.map((why) => why.key)).toContain('verdict.beyond-awareness')
    const campaignWeek = found.summaries[0]!
    expect(campaignWeek.explained).toBeGreaterThan(0)
    const naive = await runWarnings(corpus, { knownOn: LAST, weeks: 2, effort: false })
    const during = (run: typeof found) =>
      run.warnings.filter((w) => w.firstWeek === '2026-11-09' && w.verdict !== 'explained-by-awareness')
        .length
    expect(during(found)).toBeLessThan(during(naive) / 2)
    expect((await listWarnings(corpus, found.run)).map(({ id }) => id).sort()).toEqual(
      found.warnings.map(({ id }) => id).sort(),
    )
  })

  it('says cannot judge where there is little, and never a silent nothing', async () => {
    const found = await runWarnings(corpus, { knownOn: addDays(LAST, -100 * 7), weeks: 1 })
    expect(found.summaries[0]!.cannotJudge).toBeGreaterThan(0)
  })

  it('honours the day on which things were known', async () => {
    const late: Incident[] = Array.from({ length: 40 }, (_, n) => ({
      ...towns[30]!,
      day: addDays(LAST, -60),
      known: addDays(LAST, -1),
      kind: `late${n}`,
    }))
    await insertIncidents(corpus, late)
    const at = async (knownOn: string) => {
      const found = await runHotspots(corpus, { from: addDays(LAST, -70), to: addDays(LAST, -50), knownOn })
      return found.hotspots.find((spot) => spot.place === 'Town 30')!.observed
    }
    expect((await at(LAST)) - (await at(addDays(LAST, -2)))).toBe(40)
  })

  it('counts one event told through two channels once, and leaves 0,0 and swapped points out, saying so', async () => {
    const town = { place: 'Echo', at: [-48.1, -120.2] as const }
    await insertIncidents(corpus, [
      { ...town, day: '2025-03-03', source: 'hotline' },
      { ...town, day: '2025-03-03', source: 'partner list', foundBy: 'partner' },
      { place: 'Nowhere', at: [0, 0], day: '2025-03-03' },
    ])
    await corpus.insert('sources_incident', [
      {
        id: 'f'.repeat(32),
        source: 'hotline',
        external_id: 'swapped',
        occurred_on: '2025-03-03',
        known_on: '2025-03-03',
        kind: 'labour',
        found_by: 'report',
        country: 'XAB',
        latitude: 20.2,
        longitude: 48.1,
        h3: BigInt(`0x${latLngToCell(20.2, 48.1, 7)}`),
        count_low: 1,
        count_high: 1,
        version: 1,
      },
      ...[48, 48.1, 48.2, 48.3].map((latitude, i) => ({
        id: `e${String(i).repeat(31)}`,
        source: 'hotline',
        external_id: `right ${i}`,
        occurred_on: '2025-03-03',
        known_on: '2025-03-03',
        kind: 'labour',
        found_by: 'report',
        country: 'XAB',
        latitude,
        longitude: 20.2,
        h3: BigInt(`0x${latLngToCell(latitude, 20.2, 7)}`),
        count_low: 1,
        count_high: 1,
        version: 1,
      })),
    ])
    const found = await runHotspots(corpus, { from: '2025-03-01', to: '2025-03-09', knownOn: LAST })
    expect(found.hotspots.find((spot) => spot.place === 'Echo')!.observed).toBe(1)
    expect(found.hotspots.find((spot) => spot.place === 'Nowhere')).toBeUndefined()
    expect(found.quality.points.map((point) => point.why).sort()).toEqual(['null-island', 'swapped'])
  })

  it('shows pairs above the threshold only, and how many were withheld', async () => {
    const people = (citizenship: string, country: string, n: number) =>
      Array.from({ length: n }, (_, i) => ({
        id: `${citizenship}${country}${String(i).padStart(26, '0')}`,
        source: 'ctdc',
        external_id: '',
        year: 2020,
        citizenship,
        country,
        version: 1,
      }))
    await corpus.insert('sources_record', [
      ...people('XAA', 'XAC', 40),
      ...people('XAB', 'XAC', 12),
      ...people('XAA', 'XAB', 11),
      ...people('XAB', 'XAA', 9),
    ])
    const found = await findRoutes(corpus, {
      kind: 'pair',
      k: 10,
      knownOn: LAST,
      from: 2019,
      to: 2021,
      resolution: 4,
    })
    expect(found.routes.map(({ from, to, count }) => `${from}-${to} ${count}`)).toEqual([
      'XAA-XAC 40',
      'XAB-XAC 12',
      'XAA-XAB 11',
    ])
    expect(found.withheld).toBe(1)
    await insertIncidents(
      corpus,
      Array.from({ length: 10 }, () => ({ ...towns[0]!, day: '2025-05-05', route: 'Alba > Borrow > Cork' })),
    )
    const stated = await findRoutes(corpus, {
      kind: 'sequence',
      k: 10,
      knownOn: LAST,
      from: 2019,
      to: 2026,
      resolution: 4,
    })
    expect(stated.routes.map(({ from, to, count }) => `${from}-${to} ${count}`)).toEqual([
      'Alba-Borrow 10',
      'Borrow-Cork 10',
    ])
  })

  it('warns of a place where a detected pattern begins to post, and names the corridor', async () => {
    const post = (n: number, day: string, town: (typeof towns)[number], pattern: boolean) => ({
      ad: {
        id: `${pattern ? 'a' : 'b'}${String(n).padStart(31, '0')}`,
        source: 'board',
        posted_at: `${day} 10:00:00`,
        place_text: town.place,
        country: 'XAA',
        latitude: town.at[0],
        longitude: town.at[1],
        h3: BigInt(`0x${latLngToCell(town.at[0], town.at[1], 7)}`),
        market: 'jobs',
        version: 1,
      },
      pattern,
    })
    const lures = [0, 3, 5, 8].map((days, n) => post(n, addDays('2026-10-01', days), towns[2]!, true))
    const later = [30, 33].map((days, n) => post(10 + n, addDays('2026-10-01', days), towns[33]!, true))
    const ordinary = Array.from({ length: 72 }, (_, n) =>
      post(n, addDays('2026-09-01', n), towns[n % 36]!, false),
    )
    const posts = [...lures, ...later, ...ordinary]
    await corpus.insert(
      'sources_ad',
      posts.map(({ ad }) => ad),
    )
    const found = { run: 'r1', id: 'p1', fingerprint: 'f', p: 0.001, q: 0.01, size: 6 }
    await corpus.insert('detect_pattern', [
      { ...found, state: 'shown' },
      { ...found, id: 'p2', state: 'not-enough' },
    ])
    const ids = posts.filter(({ pattern }) => pattern).map(({ ad }) => ad.id)
    await corpus.insert('detect_pattern_member', [
      ...ids.map((id) => ({ run: 'r1', pattern: 'p1', id })),
      ...ids.map((id) => ({ run: 'r1', pattern: 'p2', id })),
    ])
    await corpus.insert('detect_run', [{ run: 'r1', finished_at: '2026-11-22 00:00:00', parameters: '{}' }])
    const { warnings } = await runWarnings(corpus, { knownOn: LAST, weeks: 10 })
    const arrivals = warnings.filter(({ kind }) => kind === 'arrival')
    expect(arrivals.map(({ place, fromPlace, warnedOn }) => [place, fromPlace, warnedOn])).toEqual([
      ['Town 2', '', '2026-10-06'],
      ['Town 33', 'Town 2', '2026-11-03'],
    ])
    expect(arrivals[1]!.reasons[0]!.text).toContain(
      'A detected pattern active in Town 2 began to post in Town 33',
    )
    const before = await runWarnings(corpus, { knownOn: '2026-10-31', weeks: 10 })
    expect(before.warnings.filter(({ kind }) => kind === 'arrival').map(({ place }) => place)).toEqual([
      'Town 2',
    ])
    const inferred = await findRoutes(corpus, {
      kind: 'inferred',
      k: 1,
      knownOn: LAST,
      from: 0,
      to: 9999,
      resolution: 4,
    })
    expect(inferred.routes.map(({ from, to, count }) => [from, to, count])).toEqual([
      ['Town 2', 'Town 33', 1],
    ])
  })

  it('gives a warning a life that ends with one verdict and one event', async () => {
    const system = { id: 'places.warnings', role: 'system', organisation: null, purpose: 'operation' }
    const analyst = {
      id: 'a7b2c1de-0000-7000-8000-000000000001',
      role: 'analyst',
      organisation: null,
      purpose: 'analysis',
    }
    const found = await runWarnings(corpus, { knownOn: LAST, weeks: 2 })
    // A server's watch and a command may judge at the same moment.
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => database.as(system, (trx) => openLives(trx, found.warnings))),
    )
    expect(opened.filter((count) => count > 0)).toHaveLength(1)
    const id = found.warnings[0]!.id
    await database.as(analyst, (trx) =>
      decide(trx, analyst, id, { verdict: 'true', note: 'two partners agree' }),
    )
    const lives = await database.as(analyst, (trx) => listLives(trx, [id], LAST))
    expect(lives.get(id)).toMatchObject({ state: 'decided', verdict: 'true', owner: analyst.id })
    await expect(
      database.as(analyst, (trx) => decide(trx, analyst, id, { verdict: 'awareness', note: '' })),
    ).rejects.toMatchObject({ code: 'places.warning.conflict' })
  })

  it('keeps one life for one cause when a later run looks back less far', async () => {
    const system = { id: 'places.warnings', role: 'system', organisation: null, purpose: 'operation' }
    const rise = {
      kind: 'rise' as const,
      layer: 'reports' as const,
      cell: '841ea01ffffffff',
      pattern: '',
      warnedOn: '2026-06-07',
      firstWeek: '2026-06-01',
      lastWeek: '2026-06-15',
      expiresOn: '2026-07-19',
    }
    const [first, later, other, enforcement] = ['1', '2', '3', '4'].map((n) => n.repeat(32)) as [
      string,
      string,
      string,
      string,
    ]
    const opened = await database.as(system, async (trx) => [
      await openLives(trx, [{ ...rise, id: first }]),
      await openLives(trx, [
        { ...rise, id: later, firstWeek: '2026-06-29', lastWeek: '2026-06-29', warnedOn: '2026-07-05' },
        { ...rise, id: enforcement, layer: 'enforcement' },
      ]),
      await openLives(trx, [
        { ...rise, id: other, firstWeek: '2026-09-07', lastWeek: '2026-09-07', warnedOn: '2026-09-13' },
      ]),
    ])
    expect(opened).toEqual([1, 1, 1])
    await database.as(system, (trx) => entrust(trx, later, { owner: first.slice(0, 8), dueOn: '2026-06-20' }))
    const lives = await database.as(system, (trx) => listLives(trx, [first, later, other], '2026-06-25'))
    expect(lives.get(later)).toEqual(lives.get(first))
    expect(lives.get(first)).toMatchObject({
      id: first,
      dueOn: '2026-06-20',
      overdue: true,
      state: 'acknowledged',
    })
    expect(lives.get(other)).toMatchObject({ id: other, dueOn: '2026-09-20', state: 'new' })
  })

  it('answers every address with what its schema promises', async () => {
    const endpoints = placesEndpoints({ corpus })
    const analyst = {
      id: 'a7b2c1de-0000-7000-8000-000000000001',
      role: 'analyst',
      organisation: null,
      purpose: 'analysis',
    }
    const call = async (path: string, input: { params?: unknown; query?: unknown } = {}) => {
      const found = endpoints.find((one) => one.path === path && one.method === 'get')!
      const answer = await found.handle({
        actor: analyst,
        db: database,
        params: input.params,
        query: found.query?.parse(input.query ?? {}),
        body: undefined,
        context: undefined as never,
      })
      return found.answer!.parse(answer) as Record<string, unknown>
    }
    expect((await call('/places/hotspots')).type).toBe('FeatureCollection')
    const { warnings } = (await call('/places/warnings')) as { warnings: { id: string }[] }
    expect(warnings.length).toBeGreaterThan(0)
    const one = await call('/places/warnings/{id}', { params: { id: warnings[0]!.id } })
    expect((one.series as unknown[]).length).toBe(104)
    expect((await call('/places/routes')).withheld).toBe(1)
    await expect(call('/places/routes', { query: { from: '2020', to: '2010' } })).rejects.toThrow(
      'not after the last',
    )
    expect(((await call('/places/series', { query: { weeks: '10' } })).series as unknown[]).length).toBe(10)

    const cell = latLngToCell(...towns[10]!.at, 4)
    const asked = { layer: 'reports', cell, resolution: 4, knownOn: LAST, weeks: 104 } as const
    const counted = await weeklySeries(corpus, asked)
    expect(counted.map(({ observed }) => observed)).toEqual(expect.arrayContaining([0, 1, 2, 3]))
    const { series } = await call('/places/series', { query: { cell, knownOn: LAST } })
    const weeks = series as { observed: number | null; fewerThan: number | null }[]
    const whole = (await call('/places/series', { query: { knownOn: LAST } })).series as typeof weeks
    const cells = await Promise.all(
      (await listAreas(corpus, { resolution: 4, knownOn: LAST })).map(
        async (one) =>
          (await call('/places/series', { query: { cell: one.cell, knownOn: LAST } })).series as typeof weeks,
      ),
    )
    weeks.forEach(({ observed, fewerThan }, i) => {
      const count = counted[i]!.observed
      expect(observed === null ? fewerThan! > count && count > 0 : observed === count).toBe(true)
      if (count === 1 || count === 2) expect(observed).toBeNull()
      // The map's week less what is shown of its areas leaves more than one way to fill the others.
      const hidden = cells.map((one) => one[i]!).filter((one) => one.observed === null)
      const total = whole[i]!.observed
      if (total === null || hidden.length === 0) return
      const rest = total - cells.reduce((sum, one) => sum + (one[i]!.observed ?? 0), 0)
      const most = hidden.reduce((sum, one) => sum + one.fewerThan! - 1, 0)
      expect(rest > hidden.length && rest < most, whole[i]!.observed + JSON.stringify(hidden)).toBe(true)
    })

    for (const { expected, bound } of series as { expected: number | null; bound: number | null }[]) {
      expect([expected ?? 0, bound ?? 0].every(Number.isInteger)).toBe(true)
    }

    const { features } = (await call('/places/hotspots')) as {
      features: {
        properties: { observed: number | null; pPlace: number | null; reasons: { key: string }[] }
      }[]
    }
    const hidden = features.map(({ properties }) => properties).filter(({ observed }) => observed === null)
    expect(hidden.length).toBeGreaterThan(0)
    for (const { pPlace, reasons } of hidden) {
      expect([pPlace, reasons.some(({ key }) => key === 'hotspot.place')]).toEqual([null, false])
    }

    const { run } = await runWarnings(corpus, { knownOn: LAST, weeks: 10 })
    const all = (await call('/places/warnings', { query: { run } })).warnings as StoredWarning[]
    const arrival = all.find(({ kind, place }) => kind === 'arrival' && place === 'Town 33')!
    expect(arrival).toMatchObject({ observed: null, fewerThan: 3, p: null })
    expect(arrival.reasons[0]!.text).toMatch(/posts so far: <3\.$/)
    const alone = await call('/places/warnings/{id}', { params: { id: arrival.id } })
    expect(alone).toMatchObject({ observed: null, fewerThan: 3, reasons: arrival.reasons })
    for (const one of [...all, ...(alone.series as { observed: number | null }[])]) {
      expect([1, 2]).not.toContain(one.observed)
    }

    for (const path of ['/places/hotspots', '/places/warnings']) {
      await expect(call(path, { query: { run: 'nope' } })).rejects.toMatchObject({
        code: 'places.run.not-found',
      })
    }
  })
})
