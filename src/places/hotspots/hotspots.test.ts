import { gridDisk, latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { poissonVariate, seededRandom } from '../statistics/random.ts'
import { findHot, usualHotspots, type AreaCount } from './hotspots.ts'
import { neighbourhoodOf, parseWeights } from './neighbourhood.ts'

const cells = gridDisk(latLngToCell(47, 8, 5), 8)

function area(cell: string, observed: number, more: Partial<AreaCount> = {}): AreaCount {
  return {
    cell,
    place: cell,
    country: 'XAA',
    observed,
    personsLow: observed,
    personsHigh: observed,
    population: 0,
    control: 0,
    ...more,
  }
}

describe('hotspots', () => {
  it('where reporting reaches farther are seen through', () => {
    // Nothing differs but reach: one area in eight reports three times as much, and asks three times as much.
    const random = seededRandom(5)
    const map = cells.map((cell, i) => {
      const reach = i < cells.length / 8 ? 3 : 1
      return area(cell, poissonVariate(random, 6 * reach), {
        population: 1000,
        control: poissonVariate(random, 9 * reach),
      })
    })
    const blind = findHot(map, { ...usualHotspots, exposure: 'population' })
    const seeing = findHot(map, { ...usualHotspots, exposure: 'effort' })
    const standing = (found: typeof blind) => found.hotspots.filter((spot) => spot.class !== 'none').length
    expect(standing(blind)).toBeGreaterThan(10)
    expect(standing(seeing)).toBeLessThan(standing(blind) / 4)
  })

  it('of one town among far ones are found by themselves', () => {
    const random = seededRandom(6)
    const towns = Array.from({ length: 40 }, (_, i) =>
      latLngToCell(-50 + (i % 8), -130 + Math.floor(i / 8) * 2, 4),
    )
    const found = findHot(
      towns.map((cell, i) => area(cell, poissonVariate(random, i === 17 ? 45 : 8), { population: 5000 })),
    )
    expect(found.weights).toBe('knn:6')
    expect(found.exposure).toBe('population')
    const hot = found.hotspots.filter((spot) => spot.class === 'hot')
    expect(hot.map((spot) => [spot.cell, spot.found])).toEqual([[towns[17], 'place']])
    expect(hot[0]!.reasons.map(({ key }) => key)).toContain('hotspot.found-place')
  })

  it('are none on maps where nothing is: over 30 maps at most 6 % show any', () => {
    const random = seededRandom(7)
    let shown = 0
    for (let map = 0; map < 30; map++) {
      const found = findHot(
        cells.map((cell) => area(cell, poissonVariate(random, 2))),
        {
          ...usualHotspots,
          permutations: 4_999,
          seed: map,
        },
      )
      if (found.discoveries.corrected > 0) shown++
    }
    expect(shown / 30).toBeLessThanOrEqual(0.06)
  })

  it('answer without NaN on one area, two areas, equal counts and no counts', () => {
    for (const map of [
      [area(cells[0]!, 5)],
      [area(cells[0]!, 5), area(cells[1]!, 1)],
      cells.map((cell) => area(cell, 4)),
      cells.map((cell) => area(cell, 0)),
      [],
    ]) {
      const found = findHot(map)
      expect(
        found.hotspots.every((spot) => spot.class === 'unjudged' && spot.z === null && spot.q === null),
      ).toBe(true)
      expect(JSON.stringify(found)).not.toContain('NaN')
      if (map.length > 0) expect(found.hotspots[0]!.reasons[0]!.key).toMatch(/^unjudged\./)
    }
  })

  it('keep an island out of the neighbourhood test and say so', () => {
    const island = latLngToCell(-47, 170, 5)
    const random = seededRandom(2)
    const found = findHot(
      [...cells, island].map((cell) => area(cell, poissonVariate(random, 3))),
      {
        ...usualHotspots,
        statistic: 'gi',
        weights: { kind: 'contiguity' },
      },
    )
    const spot = found.hotspots.at(-1)!
    expect([spot.z, spot.unjudged, spot.neighbours]).toEqual([null, 'no-neighbours', 0])
  })
})

describe('neighbourhoods', () => {
  it('are touching cells where the map is filled, and the nearest where it is not', () => {
    expect(
      neighbourhoodOf(
        cells.map((cell) => ({ cell })),
        { kind: 'auto' },
      ).weights,
    ).toEqual({ kind: 'contiguity' })
    expect(
      neighbourhoodOf(
        cells.filter((_, i) => i % 7 === 0).map((cell) => ({ cell })),
        { kind: 'auto' },
      ).weights.kind,
    ).toBe('nearest')
  })

  it('are read as they are written, and refused otherwise', () => {
    expect(parseWeights('knn:4')).toEqual({ kind: 'nearest', k: 4 })
    expect(parseWeights('band:120')).toEqual({ kind: 'band', kilometres: 120 })
    expect(() => parseWeights('near')).toThrow('expected contiguity')
  })
})
