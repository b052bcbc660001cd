import { cpus } from 'node:os'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { placeGreedily } from './greedy.ts'
import { makeUp } from './made-up.ts'
import { placePeople } from './place-people.ts'

const usage = 'bench placement [--people N] [--places N] [--seed N]'
const TODAY = '2026-01-01'

/** `bench placement`: people and rooms made up from a seed, placed by the solver and by hand's rule. */
export const placementBench: Command = {
  name: ['bench', 'placement'],
  usage,
  summary: 'How fast and how well people are placed in shelters, beside a greedy rule',
  run(args) {
    const { values } = parseCommandLine(usage, args, {
      people: { type: 'string', default: '500' },
      places: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
    })
    const [people, places, seed] = [
      whole('people', values.people, 1, 5_000),
      whole('places', values.places, 1, 5_000),
      whole('seed', values.seed, 0, 1e9),
    ]
    const world = makeUp(people, places, seed)
    // The first run compiles; what people wait for is the worst of three later ones.
    placePeople(world.units.slice(0, 50), world.places, TODAY)
    const seconds: number[] = []
    const cpuSeconds: number[] = []
    let plan = placePeople(world.units, world.places, TODAY)
    for (let run = 0; run < 3; run++) {
      const start = performance.now()
      const before = process.cpuUsage()
      plan = placePeople(world.units, world.places, TODAY)
      seconds.push((performance.now() - start) / 1_000)
      const { user, system } = process.cpuUsage(before)
      cpuSeconds.push((user + system) / 1_000_000)
    }
    const start = performance.now()
    const greedy = placeGreedily(world.units, world.places, TODAY)
    const greedySeconds = (performance.now() - start) / 1_000
    const json = {
      what: 'placement',
      n: people,
      places,
      seed,
      seconds: rounded(Math.max(...seconds)),
      // The fair figure on a busy machine.
      cpuSeconds: rounded(Math.max(...cpuSeconds)),
      perSecond: Math.round(people / Math.max(...seconds)),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
      machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`,
      placed: plan.placed.length,
      unplaced: plan.unplaced.length,
      cost: plan.cost,
      bound: plan.bound,
      gapPercent: rounded(100 * plan.gap),
      greedy: { placed: greedy.roomOf.size, cost: greedy.cost, seconds: rounded(greedySeconds) },
    }
    const text = [
      `${people} people × ${places} places: ${json.seconds} s, ${json.cpuSeconds} s of a processor (the slowest of three), ${json.placed} placed`,
      `cost ${json.cost}, no plan below ${json.bound}: ${json.gapPercent} % above it at most`,
      `greedy: ${json.greedy.placed} placed, cost ${json.greedy.cost}, ${json.greedy.seconds} s`,
    ].join('\n')
    return Promise.resolve({ exit: 0 as const, json, text })
  },
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new BadInput(
      `--${name}: found '${text}', expected a whole number from ${least} to ${most}; usage: asylia ${usage}`,
    )
  }
  return value
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
