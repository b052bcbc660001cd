import { writeFile } from 'node:fs/promises'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { benchPeople } from './bench.ts'
import { type EntitySource, evaluatePeople } from './linkage/evaluate.ts'
import { suggestions } from './linkage/index.ts'
import { evaluateNames } from './names/evaluate.ts'

const f = (value: number): string => value.toFixed(3)

const peopleUsage =
  'eval people A.csv [B.csv] --map MAP.json (--entity COLUMN | --entity-from REGEX) [--one-to-one] [--out SUGGESTIONS.json]'

const evalPeopleCommand: Command = {
  name: ['eval', 'people'],
  usage: peopleUsage,
  summary:
    'Links records about persons without labels and measures it against the truth; says what nothing could link.',
  async run(args, context) {
    const { values, positionals } = parseCommandLine(
      peopleUsage,
      args,
      {
        map: { type: 'string' },
        entity: { type: 'string' },
        'entity-from': { type: 'string' },
        'one-to-one': { type: 'boolean' },
        out: { type: 'string' },
      },
      [1, 2],
    )
    if (values.map === undefined) throw new BadInput(`expected --map MAP.json; usage: asylia ${peopleUsage}`)
    if (new Set(positionals).size < positionals.length)
      throw new BadInput(`found ${positionals[0]} twice, expected two files, or one to look for doubles in`)
    const { report, linkage } = await evaluatePeople({
      files: positionals,
      map: values.map,
      entity: entitySource(values.entity, values['entity-from']),
      oneToOne: values['one-to-one'] ?? false,
    })
    context.progress(
      `${report.records} records, ${report.compared} pairs compared in ${report.seconds.toFixed(1)} s`,
    )
    if (values.out !== undefined)
      await writeFile(values.out, JSON.stringify(suggestions(linkage).slice(0, 1000), null, 1))
    return {
      exit: 0,
      json: report,
      text: [
        `pairs P ${f(report.precision)} R ${f(report.recall)} F1 ${f(report.f1)}: ${report.pairsFound} found, ${report.pairsTrue} true`,
        `ceiling: ${report.ceiling.pairsApart} true pairs have too little in common; recall ${f(report.ceiling.recall)}, F1 ${f(report.ceiling.f1)} at most`,
        `calibration error ${f(report.calibrationError)}; threshold ${report.threshold}`,
      ].join('\n'),
    }
  },
}

function entitySource(column: string | undefined, pattern: string | undefined): EntitySource {
  if ((column === undefined) === (pattern === undefined))
    throw new BadInput(
      `expected one of --entity COLUMN and --entity-from REGEX; usage: asylia ${peopleUsage}`,
    )
  return column === undefined ? { pattern: pattern! } : { column }
}

const namesUsage = 'eval names CASES.csv'

const evalNamesCommand: Command = {
  name: ['eval', 'names'],
  usage: namesUsage,
  summary: 'Measures the comparison of names on judged pairs (columns schema,name1,name2,is_match,quality).',
  async run(args, context) {
    const { positionals } = parseCommandLine(namesUsage, args, {}, [1, 1])
    const report = await evaluateNames(positionals[0]!)
    context.progress(`${report.cases} pairs compared in ${report.seconds.toFixed(2)} s`)
    const line = (own: typeof report | typeof report.heldOut): string =>
      `P ${f(own.precision)} R ${f(own.recall)} F1 ${f(own.f1)}; STRONG recall ${f(own.strongRecall)}; calibration error ${f(own.calibrationError)}`
    return {
      exit: 0,
      json: report,
      text: [
        `as shipped: ${line(report)}; ties ${(100 * report.tiesShare).toFixed(2)} %`,
        `weights learned without the names scored (${report.heldOut.folds} folds, ${report.heldOut.groups} groups of names): ${line(report.heldOut)}`,
      ].join('\n'),
    }
  },
}

const benchUsage = 'bench people [--n N]'

const benchCommand: Command = {
  name: ['bench', 'people'],
  usage: benchUsage,
  summary: 'Times the linking of records about invented persons.',
  async run(args) {
    const { values } = parseCommandLine(benchUsage, args, { n: { type: 'string' } })
    const n = Number(values.n ?? 50_000)
    if (!Number.isInteger(n) || n < 1)
      throw new BadInput(`--n: found ${values.n}, expected a whole number above 0`)
    const result = await Promise.resolve(benchPeople(n))
    return {
      exit: 0,
      json: result,
      text: `${n} records in ${result.seconds.toFixed(1)} s (${result.cpuSeconds.toFixed(1)} s of processor), ${Math.round(result.perSecond)}/s, F1 ${f(result.f1)}, ${Math.round(result.peakRssMb)} MB`,
    }
  },
}

/** The verbs of names and records about persons. */
export const peopleCommands: Command[] = [evalPeopleCommand, evalNamesCommand, benchCommand]
