import { cpus } from 'node:os'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { benchCases } from './cases.ts'
import { benchDoor } from './door.ts'
import { benchFlood } from './flood.ts'

const usage = 'bench load [door|flood|cases] [--rate R] [--seconds S] [--workers W] [--n RECORDS]'

/** The house under load: its server, both engines and the generator on this machine, over data it makes itself. */
export const loadBench: Command = {
  name: ['bench', 'load'],
  usage,
  summary:
    'Reports filed at a steady rate, a flood with honest reporters in it, or case workers over many records',
  async run(args, { progress }) {
    const text = { type: 'string' } as const
    const { values, positionals } = parseCommandLine(
      usage,
      args,
      { rate: text, seconds: text, workers: text, n: text },
      [0, 1],
    )
    const [what = 'door'] = positionals
    const number = (name: 'rate' | 'seconds' | 'workers' | 'n', usual: number, most: number) => {
      const value = values[name] === undefined ? usual : Number(values[name])
      if (Number.isInteger(value) && value >= 1 && value <= most) return value
      throw new BadInput(
        `--${name}: found '${values[name]}', expected a whole number from 1 to ${most}; usage: asylia ${usage}`,
      )
    }
    const seconds = number('seconds', what === 'door' ? 300 : 60, 86_400)
    const answer = await run()
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`
    const json = {
      what: 'load',
      of: what,
      ...answer,
      perSecond: Math.round((answer.requests ?? answer.n) / answer.seconds),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
      machine,
    }
    return { exit: 0, json, text: JSON.stringify(json, null, 2) }

    async function run(): Promise<
      { n: number; seconds: number; requests?: number } & Record<string, unknown>
    > {
      if (what === 'door') return benchDoor(number('rate', 100, 10_000), seconds, progress)
      if (what === 'flood') return benchFlood(number('rate', 1_000, 10_000), seconds, progress)
      if (what === 'cases')
        return benchCases(number('workers', 50, 500), seconds, number('n', 1_000_000, 10_000_000), progress)
      throw new BadInput(`found '${what}', expected door, flood or cases; usage: asylia ${usage}`)
    }
  },
}
