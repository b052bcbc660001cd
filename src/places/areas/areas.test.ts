import { describe, expect, it } from 'vitest'
import { contains, middleOf, selfCrossing, squareKilometres, unroll } from './outline.ts'
import { looksExchanged, readAreas } from './read-areas.ts'
import { touching } from './touching.ts'

type Ring = [number, number][]
const square = (west: number, south: number, size = 1): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
const feature = (code: string | number, ring: Ring, more: Record<string, unknown> = {}) => ({
  type: 'Feature',
  properties: { code, name: `Area ${code}`, people: 1000, ...more },
  geometry: { type: 'Polygon', coordinates: [ring] },
})
const file = (...features: unknown[]) => ({ type: 'FeatureCollection', features })
const columns = { code: 'code', name: 'name', population: 'people' }
const read = (json: unknown) => readAreas('districts.geojson', json, columns)

describe('areas', () => {
  it('are read with their population, and touch where they share a point', () => {
    const { areas, remarks } = read(
      file(feature('a', square(10, 50)), feature('b', square(11, 51)), feature(7, square(20, 50))),
    )
    expect(remarks).toEqual([])
    expect(areas.map(({ code, name, population }) => [code, name, population])).toEqual([
      ['a', 'Area a', 1000],
      ['b', 'Area b', 1000],
      ['7', 'Area 7', 1000],
    ])
    expect(touching(areas.map(({ outline }) => outline))).toEqual([[1], [0], []])
    expect(contains(areas[0]!.outline, 10.5, 50.5)).toBe(true)
    expect(contains(areas[0]!.outline, 11.5, 51.5)).toBe(false)
    expect(contains(areas[0]!.outline, 10, 50.5)).toBe(true)
  })

  it('keep holes out', () => {
    const { outline } = unroll([[square(0, 0, 10), square(4, 4, 2)]])
    expect(contains(outline, 5, 5)).toBe(false)
    expect(contains(outline, 1, 1)).toBe(true)
    // The square degree at the equator: 111.195 km · 111.195 km, a hole of four of them taken off.
    expect(squareKilometres(unroll([[square(0, 0)]]).outline)).toBeCloseTo(12_363.7, 0)
  })

  it('across the antimeridian are unrolled, whichever way they are written', () => {
    const ring: Ring = [
      [178, -18],
      [-178, -18],
      [-178, -16],
      [178, -16],
      [178, -18],
    ]
    const { areas, remarks } = read(file(feature('fiji', ring)))
    expect(remarks).toEqual([
      { feature: 1, code: 'fiji', leftOut: false, what: 'it crosses the antimeridian and was unrolled' },
    ])
    const [fiji] = areas
    expect(contains(fiji!.outline, 179.5, -17)).toBe(true)
    expect(contains(fiji!.outline, -179.5, -17)).toBe(true)
    expect(contains(fiji!.outline, 0, -17)).toBe(false)
    expect(Math.abs(middleOf(fiji!.outline).longitude)).toBeCloseTo(180, 6)
    expect(fiji!.squareKilometres).toBeLessThan(100_000)
  })

  it('whose outline crosses itself are left out by name', () => {
    const bow: Ring = [
      [0, 0],
      [2, 2],
      [2, 0],
      [0, 2],
      [0, 0],
    ]
    expect(selfCrossing(unroll([[bow]]).outline)).toBeDefined()
    expect(selfCrossing(unroll([[square(0, 0)]]).outline)).toBeUndefined()
    const { areas, remarks } = read(file(feature('bow', bow), feature('good', square(5, 5))))
    expect(areas.map(({ code }) => code)).toEqual(['good'])
    expect(remarks[0]).toMatchObject({ feature: 1, code: 'bow', leftOut: true })
    expect(remarks[0]!.what).toContain('crosses itself')
  })

  it('are refused in metres, in another system, and with latitude first', () => {
    expect(() => read(file(feature('m', square(600_000, 5_400_000))))).toThrow('another projection')
    expect(() =>
      read({
        ...file(feature('a', square(1, 1))),
        crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } },
      }),
    ).toThrow('expected WGS 84')
    expect(
      read({
        ...file(feature('a', square(1, 1))),
        crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
      }).areas,
    ).toHaveLength(1)
    expect(() => read(file(feature('a', square(-48, 123))))).toThrow('exchanged')
    const { areas } = read(file(feature('a', square(46, 8))))
    const switzerland = [{ latitude: 46.5, longitude: 8.5, rows: 40 }]
    expect(looksExchanged(areas, switzerland)).toBe(true)
    expect(looksExchanged(read(file(feature('a', square(8, 46)))).areas, switzerland)).toBe(false)
  })

  it('without population, without a code or with another’s are said', () => {
    const { areas, remarks } = read(
      file(
        feature('a', square(0, 0), { people: undefined }),
        feature('b', square(1, 0), { people: -5 }),
        feature('b', square(2, 0)),
        feature('', square(3, 0)),
        { type: 'Feature', properties: { code: 'p' }, geometry: { type: 'Point', coordinates: [0, 0] } },
      ),
    )
    expect(areas.map(({ code, population }) => [code, population])).toEqual([
      ['a', null],
      ['b', null],
    ])
    expect(remarks.map(({ leftOut }) => leftOut)).toEqual([false, true, true, true])
    expect(() => read(file({ type: 'Feature', properties: {}, geometry: null }))).toThrow(
      'none of 1 features',
    )
    expect(() => read([])).toThrow('FeatureCollection')
  })
})
