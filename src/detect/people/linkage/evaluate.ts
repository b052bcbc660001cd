import { BadInput } from '#platform/errors'
import { type Linkage, linkRecords } from './link.ts'
import { readMap, readRecords, readRows } from './read-records.ts'
import { type PeopleScore, scoreLinkage } from './score.ts'
import type { PersonRecord } from './table.ts'

export type PeopleReport = PeopleScore & {
  threshold: number
  /** Pairs compared in full. */
  compared: number
  seconds: number
  cpuSeconds: number
}

/** Where the truth stands: in a column, or in a group of a pattern over the id. */
export type EntitySource = { column: string } | { pattern: string }

export type EvaluatePeople = {
  files: readonly string[]
  map: string
  entity: EntitySource
  /** Each file holds everyone once. */
  oneToOne: boolean
}

/** Links the records of one file, or of two, and scores the pairs. Labels are read only after linking, to score. */
export async function evaluatePeople(
  options: EvaluatePeople,
): Promise<{ report: PeopleReport; linkage: Linkage }> {
  const map = await readMap(options.map)
  const records: PersonRecord[] = []
  const truthOf = new Map<PersonRecord, string>()
  for (const file of options.files) {
    const rows = await readRows(file)
    readRecords(file, rows, map).forEach((record, at) => {
      records.push(record)
      truthOf.set(record, entityOf(options.entity, rows[at]!, record.id, `${file}: row ${at + 2}`))
    })
  }
  const began = performance.now()
  const cpu = process.cpuUsage()
  const linkage = linkRecords(records, { oneToOne: options.oneToOne })
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const truth = linkage.table.records.map((record) => truthOf.get(record)!)
  return {
    report: {
      ...scoreLinkage(linkage, truth, options.files.length > 1),
      threshold: linkage.threshold,
      compared: linkage.compared,
      seconds,
      cpuSeconds: (user + system) / 1e6,
    },
    linkage,
  }
}

function entityOf(source: EntitySource, row: Record<string, string>, id: string, where: string): string {
  if ('column' in source) {
    const entity = row[source.column]
    if (entity === undefined)
      throw new BadInput(
        `${where}: found the columns ${Object.keys(row).join(', ')}, expected '${source.column}' among them`,
      )
    return entity
  }
  let pattern: RegExp
  try {
    pattern = new RegExp(source.pattern)
  } catch {
    throw new BadInput(`--entity-from: found '${source.pattern}', expected a regular expression`)
  }
  const entity = pattern.exec(id)?.[1]
  if (entity === undefined)
    throw new BadInput(`${where}: found the id '${id}', expected a group of ${source.pattern} in it`)
  return entity
}
