import { cpus } from 'node:os'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { askOffences } from './assess.ts'
import { benchPeers, type Peer } from './bench-peers.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { factIndex, readFacts, type FactsInput } from './facts.ts'
import { loadCatalogue } from './load.ts'
import { numbersFrom } from './numbers.ts'

export type LawBench = {
  what: 'law'
  /** Offence evaluations, each with its full trace and open questions. */
  n: number
  cases: number
  seconds: number
  perSecond: number
  /** The same by processor time: what one core does when it is not shared. */
  perCpuSecond: number
  peakRssMb: number
  machine: string
  /** Other engines on the main offences, in the same run; those that are installed. */
  peer?: Peer[]
}

/** Facts as they come in: a few known, most not asked. */
export function randomFacts(catalogue: Catalogue, next: () => number): FactsInput {
  const facts: FactsInput = {}
  for (const group of ['acts', 'means', 'purposes'] as const) {
    for (const name of Object.keys(catalogue.vocabulary.facts[group]!)) {
      const roll = next()
      if (roll < 0.08) facts[`${group}.${name}`] = true
      else if (roll < 0.2) facts[`${group}.${name}`] = false
    }
  }
  if (next() < 0.7) facts['victim.ageAtTime'] = 8 + Math.floor(next() * 40)
  return facts
}

/** Evaluates every offence of every jurisdiction on made-up cases until `n` evaluations are done. */
export function benchLaw(catalogue: Catalogue, n: number, on = '2025-01-01'): LawBench {
  const index = factIndex(catalogue)
  const next = numbersFrom(7)
  const situations = Array.from({ length: 500 }, () => readFacts(catalogue, randomFacts(catalogue, next)))
  const moment = { on }
  const run = (wanted: number): { done: number; cases: number } => {
    let [done, cases] = [0, 0]
    while (done < wanted) {
      const situation = situations[cases++ % situations.length]!
      for (const jurisdiction of catalogue.jurisdictions)
        done += askOffences(jurisdiction, moment, situation, index).length
    }
    return { done, cases }
  }
  run(Math.min(n, 20_000))
  const before = process.cpuUsage()
  const began = process.hrtime.bigint()
  const { done, cases } = run(n)
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const cpu = process.cpuUsage(before)
  return {
    what: 'law',
    n: done,
    cases,
    seconds,
    perSecond: Math.round(done / seconds),
    perCpuSecond: Math.round((done * 1e6) / (cpu.user + cpu.system)),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    machine: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}`,
  }
}

export const benchCommand: Command = {
  name: ['bench', 'law'],
  usage: 'bench law [--n EVALUATIONS]',
  summary: 'Offence evaluations a second on one core, with full trace.',
  async run(args) {
    const { values } = parseCommandLine(this.usage, args, { n: { type: 'string' } })
    const n = values.n === undefined ? 600_000 : Number(values.n)
    if (!Number.isInteger(n) || n < 1)
      throw new BadInput(`--n: found ${values.n}, expected a whole number of at least 1`)
    const catalogue = loadCatalogue()
    const answer: LawBench = { ...benchLaw(catalogue, n), peer: await benchPeers(catalogue, '2025-01-01') }
    const line = (engine: string, one: { perSecond: number; perCpuSecond: number }): string =>
      `${engine}: ${one.perSecond} a second, ${one.perCpuSecond} a processor second`
    const peers = (answer.peer ?? []).map(
      (one) =>
        `${line(one.engine, one)}; means not asked: said no in ${one.meansNotAsked.saidNo} of ${one.meansNotAsked.asked}, unknown in ${one.meansNotAsked.saidUnknown}`,
    )
    return {
      exit: 0,
      json: answer,
      text: [line(`ours, ${answer.n} evaluations`, answer), ...peers].join('\n'),
    }
  },
}
