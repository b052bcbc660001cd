import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { quantile, realQuantiles } from './calibration.ts'
import { phrases } from './phrases.ts'
import { box } from './region.ts'
import { calendar } from './settings.ts'
import { makeWorld, type World } from './world.ts'

const world = makeWorld({ seed: 11, scale: 'small', difficulty: 2 })
const ads = [...world.ads()]

function digest(of: World): string {
  const hash = createHash('sha256')
  for (const ad of of.ads()) hash.update(JSON.stringify(ad))
  hash.update(
    JSON.stringify([of.incidents, of.stories, of.people, of.services, of.awareness, of.policies, of.region]),
  )
  return hash.digest('hex')
}

describe('the made-up region', () => {
  it('is the same, byte by byte, from the same seed, and another from another', () => {
    const again = digest(makeWorld({ seed: 11, scale: 'small', difficulty: 2 }))
    expect(again).toBe(digest(world))
    expect(digest(makeWorld({ seed: 12, scale: 'small', difficulty: 2 }))).not.toBe(again)
  })

  it('holds about 20,000 observations in 40 towns, with 12 rings', () => {
    expect(ads.length + world.incidents.length).toBeGreaterThan(19_000)
    expect(ads.length + world.incidents.length).toBeLessThan(21_500)
    expect(world.region.towns).toHaveLength(40)
    expect(world.truth.rings).toHaveLength(12)
  })

  it('lies where nobody lives, all three countries settled and every town on a road', () => {
    for (const town of world.region.towns) {
      expect(town.latitude).toBeGreaterThan(box.south)
      expect(town.latitude).toBeLessThan(box.north)
      expect(town.longitude).toBeGreaterThan(box.west)
      expect(town.longitude).toBeLessThan(box.east)
      expect(world.region.roads.some((road) => road.from === town.index || road.to === town.index)).toBe(true)
    }
    expect(new Set(world.region.towns.map((town) => town.country)).size).toBe(3)
  })

  it('keeps to its calendar, in order', () => {
    const days = ads.map((ad) => ad.posted_at)
    expect(days).toEqual([...days].sort())
    expect(days[0]! >= calendar.firstDay).toBe(true)
    expect(days.at(-1)!.slice(0, 10) <= calendar.lastDay).toBe(true)
    for (const incident of world.incidents)
      expect(incident.known <= calendar.lastDay && incident.occurred <= incident.known).toBe(true)
  })

  it('speaks English and a language of its own in another script', () => {
    const second = ads.filter((ad) => ad.language === 'qaa')
    expect(second.length / ads.length).toBeGreaterThan(0.15)
    expect(second.length / ads.length).toBeLessThan(0.7)
    expect(second.every((ad) => /\p{Script=Cyrillic}{3}/u.test(ad.text))).toBe(true)
  })
})

describe('nobody in it can be taken for real', () => {
  const everything = ads.map((ad) => `${ad.title} ${ad.text} ${ad.contact}`)

  it('every number to call has the prefix that was given to no country', () => {
    const emoji = (text: string): string => text.replace(/\uFE0F?\u20E3/g, '')
    for (const text of everything) {
      for (const run of emoji(text).match(/\+?\d(?:[\s().-]{0,3}\d){6,}/g) ?? []) {
        const digits = run.replace(/\D/g, '')
        if (/^(00)?999/.test(digits)) continue
        // Part of a hidden number whose beginning has the prefix: what stands before it is one.
        expect(emoji(text).slice(0, emoji(text).indexOf(run) + run.length)).toMatch(/\+\s?9\s?9\s?9[^,.]*$/)
      }
    }
  })

  it('every address and page ends in .example', () => {
    for (const text of everything) {
      for (const found of text.match(/https?:\/\/\S+|[\w-]+@\S+|@[\w.-]+/g) ?? [])
        expect(found).toMatch(/\.example$/)
    }
  })

  it('every phrase is free of addresses and long numbers of its own', () => {
    for (const pool of Object.values(phrases))
      for (const line of pool) expect(line).not.toMatch(/\d{3,}|@|www|http|\.[a-z]{2,}/)
  })
})

describe('the rings', () => {
  const many = [21, 22, 23, 24, 25, 26].flatMap(
    (seed) => makeWorld({ seed, scale: 'small', difficulty: 2 }).truth.rings,
  )
  const versions = many.flatMap((ring) => ring.versions)
  const sorted = (values: number[]): number[] => values.sort((a, b) => a - b)
  const at = (values: number[], share: number): number => values[Math.floor(share * values.length)]!

  it('leave texts as big as the real micro-clusters are', () => {
    const sizes = sorted(versions.map((version) => version.traces))
    for (const share of [0.25, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      const real = quantile(realQuantiles.ads, share)
      expect(at(sizes, share)).toBeGreaterThanOrEqual(Math.floor(real * 0.7))
      expect(at(sizes, share)).toBeLessThanOrEqual(Math.ceil(real * 1.4))
    }
  })

  it('show nearly always one phone and one or two places a text', () => {
    expect(
      versions.filter((version) => version.phones.length === 1).length / versions.length,
    ).toBeGreaterThan(0.97)
    expect(
      versions.filter((version) => version.towns.length <= 2).length / versions.length,
    ).toBeGreaterThanOrEqual(0.9)
  })

  it('live 8 to 70 weeks, with 2 people or more, far from where they recruit', () => {
    for (const ring of many) {
      expect(ring.to - ring.from + 1).toBeGreaterThanOrEqual(8)
      expect(ring.to - ring.from + 1).toBeLessThanOrEqual(70)
      expect(ring.structure.held).toBeGreaterThanOrEqual(2)
      expect(ring.origins).not.toContain(ring.bases[0])
    }
  })

  it('mostly stay unreported before their tenth week', () => {
    const world25 = makeWorld({ seed: 25, scale: 'small', difficulty: 2 })
    const early = world25.truth.rings.filter((ring) =>
      world25.truth.incidents.some((one) => one.ring === ring.number && one.week < ring.from + 10),
    )
    expect(early.length / world25.truth.rings.length).toBeLessThan(0.4)
  })
})

describe('the truth', () => {
  it('is not among what is imported', () => {
    const fields = new Set(ads.flatMap((ad) => Object.keys(ad)))
    expect([...fields].sort()).toEqual(
      [
        'id',
        'posted_at',
        'title',
        'text',
        'contact',
        'place',
        'country',
        'latitude',
        'longitude',
        'market',
        'language',
        'images',
      ].sort(),
    )
    expect(Object.keys(world.incidents[0]!)).not.toContain('ring')
    expect(Object.keys(world.stories[0]!)).not.toContain('ring')
    expect(Object.keys(world.people[0]!)).not.toContain('person')
  })

  it('cannot be read off ids or the order of rows', () => {
    const rings = new Map([...world.truth.writers()].map((writer) => [writer.id, writer.ring]))
    const byId = ads.map((ad) => ad.id).sort()
    const planted = byId.map((id) => Number(rings.get(id)! >= 0))
    const all = planted.reduce((sum, one) => sum + one, 0)
    const half = planted.slice(0, planted.length / 2).reduce((sum, one) => sum + one, 0)
    expect(Math.abs(half / all - 0.5)).toBeLessThan(0.06)
    expect([...world.truth.writers()].map((writer) => writer.id)).toEqual(ads.map((ad) => ad.id))
  })
})
