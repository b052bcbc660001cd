import { suggestAmong } from '#intake'
import { type Command, parseCommandLine } from '#platform/command'
import { wilson } from '../ruler/pattern-summary.ts'
import { makeRegion } from '../world/region.ts'
import { random } from '../world/random.ts'
import { retell, type Telling } from '../world/retellings.ts'
import { makeStories } from '../world/stories.ts'
import { readSeeds } from './eval-detect.ts'
import { reportOf } from './file-stories.ts'

const usage = 'eval duplicates [--seeds A-B] [--reports N]'
const DAY = 86_400_000

type Told = { report: ReturnType<typeof reportOf>; receivedAt: Date }
type Pairs = ReadonlySet<string>
const pairOf = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** How the desk's suggestions do on a made-up region's reports, some of whose events are told by a second person. */
export const evalDuplicates: Command = {
  name: ['eval', 'duplicates'],
  usage,
  summary:
    'Precision and recall of the desk’s duplicate suggestions on made-up reports, beside simple rules.',
  async run(args) {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, { seeds: text, reports: text })
    const [first, last] = readSeeds(values.seeds ?? '101-120')
    const count = Number(values.reports ?? 120)
    const counted = new Map(
      Object.keys(rules).map((rule) => [rule, { shown: 0, right: 0, rightOfTelling: 0 }]),
    )
    let [reports, planted, plantedTelling] = [0, 0, 0]
    for (let seed = first; seed <= last; seed++) {
      const root = random(`asylia/${seed}/duplicates`)
      const region = makeRegion(root, 40)
      const stories = makeStories(root, region, [], count).map(({ story }) => story)
      const tellings = retell(root, stories)
      const told = tellings.map(({ story }) => ({ report: reportOf(story), receivedAt: new Date(story.on) }))
      const truth = truePairs(tellings, () => true)
      // Both say the same number, plate or person: what a comparison of texts can find at all.
      const telling = truePairs(tellings, (a, b) =>
        a.says.some((kind) => kind !== 'mark' && b.says.includes(kind)),
      )
      plantedTelling += telling.size
      reports += told.length
      planted += truth.size
      for (const [rule, find] of Object.entries(rules)) {
        const shown = find(told)
        const figures = counted.get(rule)!
        figures.shown += shown.size
        figures.right += [...shown].filter((pair) => truth.has(pair)).length
        figures.rightOfTelling += [...shown].filter((pair) => telling.has(pair)).length
      }
    }
    const results = Object.fromEntries(
      [...counted].map(([rule, { shown, right, rightOfTelling }]) => [
        rule,
        {
          shown,
          right,
          precision: shown === 0 ? null : rounded(right / shown),
          precisionInterval: wilson(right, shown).map(rounded),
          recall: rounded(right / planted),
          recallInterval: wilson(right, planted).map(rounded),
          recallOfTelling: rounded(rightOfTelling / plantedTelling),
        },
      ]),
    )
    const json = { what: 'duplicates', seeds: [first, last], reports, planted, plantedTelling, results }
    return { exit: 0, json, text: JSON.stringify(json, null, 2) }
  },
}

const rounded = (share: number) => Math.round(share * 1000) / 1000

const rules: Readonly<Record<string, (told: readonly Told[]) => Pairs>> = {
  desk: (told) =>
    new Set([...suggestAmong(told)].flatMap(([one, found]) => found.map(({ other }) => pairOf(one, other)))),
  'same words': (told) => pairsWhere(told, (a, b) => a.report.story === b.report.story),
  'same place within a week': (told) =>
    pairsWhere(
      told,
      (a, b) =>
        a.report.place !== '' &&
        a.report.place === b.report.place &&
        Math.abs(a.receivedAt.getTime() - b.receivedAt.getTime()) <= 7 * DAY,
    ),
  'same digits in a row of seven': (told) =>
    pairsWhere(told, (a, b) => digitsOf(a).some((digits) => digitsOf(b).includes(digits))),
}

const digitsOf = ({ report }: Told): readonly string[] => report.story.match(/\d{7,}/g) ?? []

function pairsWhere(told: readonly Told[], alike: (a: Told, b: Told) => boolean): Pairs {
  const found = new Set<string>()
  for (const [i, one] of told.entries())
    for (let j = i + 1; j < told.length; j++) if (alike(one, told[j]!)) found.add(pairOf(i, j))
  return found
}

function truePairs(tellings: readonly Telling[], counts: (a: Telling, b: Telling) => boolean): Pairs {
  const found = new Set<string>()
  for (const [i, one] of tellings.entries())
    for (let j = i + 1; j < tellings.length; j++)
      if (one.event === tellings[j]!.event && counts(one, tellings[j]!)) found.add(pairOf(i, j))
  return found
}
