import { describe, expect, it } from 'vitest'
import { makeWorld } from '../world/world.ts'
import { measureHotspots, measureRises } from './places-figures.ts'
import { countTold, shiftAwareness } from './shifted-awareness.ts'
import { truthTable } from './truth-table.ts'

describe('where awareness shifts by area', () => {
  const worlds = [101, 102, 103, 104, 105, 106].map((seed) =>
    makeWorld({ seed, scale: 'small', difficulty: 2 }),
  )

  it('calls are left out elsewhere, none is added, and the same seed leaves out the same', () => {
    const [world] = worlds
    const told = shiftAwareness(world!, 3)
    expect(told.length).toBeLessThan(world!.incidents.length)
    expect(told.every((one) => world!.incidents.includes(one))).toBe(true)
    expect(shiftAwareness(world!, 3)).toEqual(told)
    const events = countTold(told, 4).reduce((sum, one) => sum + one.events, 0)
    expect(events).toBeLessThanOrEqual(told.length)
  })

  it('the effort layer at least halves displaced hotspots', () => {
    let withLayer = 0
    let without = 0
    for (const world of worlds) {
      const found = measureHotspots(world, truthTable(world), 3)
      withLayer += found.effort.displaced
      without += found.population.displaced
    }
    expect(without).toBeGreaterThan(3)
    expect(withLayer).toBeLessThanOrEqual(without / 2)
  })

  it('and the layer leaves fewer false rises', () => {
    const sum = (effort: boolean) =>
      worlds.reduce(
        (all, world) =>
          all +
          measureRises(world, truthTable(world), { factor: 1, effort, by: 'told' }).falseWarningsPerMonth,
        0,
      )
    expect(sum(true)).toBeLessThan(sum(false))
  })
})
