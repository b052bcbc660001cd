import { gridDisk, latLngToCell } from 'h3-js'
import { parseCommandLine, type Command } from '#platform/command'
import { whole } from '../command-options.ts'
import { findHot, usualHotspots, type AreaCount } from '../hotspots/hotspots.ts'
import { poissonVariate, seededRandom, type Random } from '../statistics/random.ts'
import { betaI } from '../statistics/special.ts'

const usage = 'eval places-null [--seeds N] [--maps N]'

/** Maps on which nothing stands out: counts vary by chance, population and reach only. */
const kinds = {
  'equal areas': () => ({ people: 1, reach: 1 }),
  'small counts': () => ({ people: 0.2, reach: 1 }),
  'unequal population': (random: Random) => ({ people: Math.exp(gauss(random)), reach: 1 }),
  'unequal reach': (random: Random) => ({
    people: Math.exp(gauss(random) / 2),
    reach: Math.exp(gauss(random) / 2),
  }),
} as const
type Kind = keyof typeof kinds

type NullFigures = {
  kind: Kind
  maps: number
  /** Maps on which anything at all was shown: with nothing to find, every discovery is false. */
  falseMaps: number
  fdr: number
  /** Exact 95 % interval (Clopper & Pearson 1934). */
  low: number
  high: number
}

/**
 * `eval places-null`: the rate of false discoveries on maps where nothing is, which at 5 % may be 5 %. Each seed makes
 * its own maps of 217 cells.
 */
export const evalNull: Command = {
  name: ['eval', 'places-null'],
  usage,
  summary: 'The realised rate of false discoveries of hotspots on maps where nothing is, with its interval.',
  run: async (args, { progress }) => {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, { seeds: text, maps: text })
    const seeds = whole(values.seeds, 'seeds', 20, 1, 10_000)
    const maps = whole(values.maps, 'maps', 25, 1, 10_000)
    const names = Object.keys(kinds) as Kind[]
    const found = names.map((kind): NullFigures => {
      progress(kind)
      let falseMaps = 0
      for (let seed = 1; seed <= seeds; seed++) {
        const random = seededRandom(seed * 7919)
        for (let map = 0; map < maps; map++) if (showsAny(kind, random, seed * maps + map)) falseMaps++
      }
      return figures(kind, falseMaps, seeds * maps)
    })
    const all = found.reduce((sum, { falseMaps }) => sum + falseMaps, 0)
    const pooled = figures('equal areas', all, seeds * maps * names.length)
    const json = {
      level: usualHotspots.level,
      seeds,
      maps: pooled.maps,
      fdr: pooled.fdr,
      low: pooled.low,
      high: pooled.high,
      kinds: found,
    }
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`
    const lines = [
      ...found.map(
        ({ kind, fdr, low, high }) => `${kind}: ${percent(fdr)} (${percent(low)} to ${percent(high)})`,
      ),
      `all: ${percent(json.fdr)} of ${json.maps} maps show anything (${percent(json.low)} to ${percent(json.high)})`,
    ]
    return { exit: json.fdr <= 0.06 ? 0 : 1, json, text: lines.join('\n') }
  },
}

function showsAny(kind: Kind, random: Random, seed: number): boolean {
  const cells = gridDisk(latLngToCell(47, 8, 5), 8)
  const areas = cells.map((cell): AreaCount => {
    const { people, reach } = kinds[kind](random)
    const observed = poissonVariate(random, 8 * people * reach)
    return {
      cell,
      place: '',
      country: '',
      observed,
      personsLow: observed,
      personsHigh: observed,
      population: 1000 * people,
      control: kind === 'unequal reach' ? poissonVariate(random, 10 * people * reach) : 0,
    }
  })
  const settings = { ...usualHotspots, seed, permutations: 4_999 }
  return findHot(areas, settings, [], { compare: false }).discoveries.corrected > 0
}

function gauss(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

function figures(kind: Kind, falseMaps: number, maps: number): NullFigures {
  return {
    kind,
    maps,
    falseMaps,
    fdr: falseMaps / maps,
    low: falseMaps === 0 ? 0 : betaQuantile(0.025, falseMaps, maps - falseMaps + 1),
    high: falseMaps === maps ? 1 : betaQuantile(0.975, falseMaps + 1, maps - falseMaps),
  }
}

function betaQuantile(q: number, a: number, b: number): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (betaI(middle, a, b) < q) low = middle
    else high = middle
  }
  return (low + high) / 2
}
