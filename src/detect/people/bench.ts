import { cpus, totalmem } from 'node:os'
import { inventPeople } from './invented-people.ts'
import { linkRecords } from './linkage/index.ts'
import { scoreLinkage } from './linkage/score.ts'

export type PeopleBench = {
  what: 'people'
  n: number
  seconds: number
  cpuSeconds: number
  perSecond: number
  peakRssMb: number
  machine: string
  compared: number
  f1: number
  peer: { what: string; perSecond: number; source: string }
}

/** Times the linking of n records about invented persons, on one core. */
export function benchPeople(n: number): PeopleBench {
  const { records, truth } = inventPeople(n)
  const began = performance.now()
  const cpu = process.cpuUsage()
  const linkage = linkRecords(records)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const entities = linkage.table.records.map(({ id }) => String(truth.get(id)))
  return {
    what: 'people',
    n,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    perSecond: n / seconds,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    compared: linkage.compared,
    f1: scoreLinkage(linkage, entities, false).f1,
    peer: {
      what: 'Splink, "1M records on a laptop in about a minute" (its authors’ claim, all cores)',
      perSecond: 16_667,
      source: 'moj-analytical-services/splink README e22dacd',
    },
  }
}
