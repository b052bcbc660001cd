import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, type CommandAnswer, type CommandContext, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import { BadInput } from '#platform/errors'
import { type Scale, scales, type WorldOptions } from '../world/settings.ts'
import type { DemoAnswer } from './answer.ts'
import { curvesMarkdown } from './curves.ts'
import { type DemoPlatform, isEmpty } from './platform.ts'
import { corpusCommand } from '../corpus/commands.ts'
import { evalEditsCommand } from '../corpus/eval-edits.ts'
import { evalDetect } from './eval-detect.ts'
import { evalDuplicates } from './eval-duplicates.ts'
import { evalPlacesDemo } from './eval-places-demo.ts'
import { runDemo } from './run-demo.ts'

/** What the terminal lends the demo: how the house is opened, and how it is served. */
export type DemoHost = {
  /** Opens both stores and registers the slices' listeners. */
  open(config: Config): Promise<DemoPlatform>
  /** Serves until told to stop; the links for each role are printed before. */
  serve(platform: DemoPlatform, context: CommandContext): Promise<CommandAnswer>
}

const worldOptions = {
  seed: { type: 'string' },
  scale: { type: 'string' },
  difficulty: { type: 'string' },
} as const

/** `demo`, `demo curves`, `demo corpus`, `eval templates-edits` and `eval places-demo`. */
export function demoCommands(host: DemoHost): Command[] {
  return [
    demo(host),
    curves(host),
    corpusCommand,
    evalEditsCommand,
    evalDetect,
    evalDuplicates,
    evalPlacesDemo,
  ]
}

function demo(host: DemoHost): Command {
  const usage = 'demo [--once] [--seed N] [--scale small|medium|large] [--difficulty 0…3]'
  return {
    name: ['demo'],
    usage,
    summary:
      'The main job on a made-up region, measured against its truth; without --once it is served afterwards.',
    async run(args, context) {
      const { values } = parseCommandLine(usage, args, { once: { type: 'boolean' }, ...worldOptions })
      const options = readOptions(values)
      if (values.once) {
        const answer = await inFreshStores(host, context.config, (platform) =>
          runDemo({ ...options, platform, onProgress: context.progress }),
        )
        return { exit: 0, json: answer, text: describe(answer) }
      }
      const platform = await host.open(context.config)
      try {
        if (await isEmpty(platform)) {
          const today = new Date().toISOString().slice(0, 10)
          context.progress(
            describe(
              await runDemo({ ...options, platform, today, served: true, onProgress: context.progress }),
            ),
          )
        } else context.progress('the data folder holds something already: serving it as it is')
        return await host.serve(platform, context)
      } finally {
        await platform.close()
      }
    },
  }
}

function curves(host: DemoHost): Command {
  const usage =
    'demo curves [--seeds N] [--scale small|medium|large] [--difficulties 0,1,2,3] [--weeks-per-look N]'
  return {
    name: ['demo', 'curves'],
    usage,
    summary: 'The figures of the made-up region over difficulties and seeds, as a markdown table.',
    async run(args, { config, progress }) {
      const { values } = parseCommandLine(usage, args, {
        seeds: { type: 'string' },
        scale: { type: 'string' },
        difficulties: { type: 'string' },
        'weeks-per-look': { type: 'string' },
      })
      const seeds = wholeNumber('seeds', values.seeds ?? '5', 1)
      const { scale } = readOptions(values.scale === undefined ? {} : { scale: values.scale })
      const difficulties = (values.difficulties ?? '0,1,2,3').split(',').map((text) => readDifficulty(text))
      const weeksPerLook = wholeNumber('weeks-per-look', values['weeks-per-look'] ?? '13', 1)
      const answers: DemoAnswer[] = []
      for (const difficulty of difficulties) {
        for (let seed = 1; seed <= seeds; seed++) {
          progress(`difficulty ${difficulty}, seed ${seed}`)
          answers.push(
            await inTemporaryFolder(host, config, (platform) =>
              runDemo({ seed, scale, difficulty, weeksPerLook, platform, onProgress: () => undefined }),
            ),
          )
        }
      }
      return { exit: 0, json: answers, text: curvesMarkdown(answers) }
    },
  }
}

/** In the data folder when nothing is there yet; else in a folder of its own, so that nobody's data are mixed with it. */
async function inFreshStores<T>(
  host: DemoHost,
  config: Config,
  work: (platform: DemoPlatform) => Promise<T>,
): Promise<T> {
  const platform = await host.open(config)
  try {
    if (await isEmpty(platform)) return await work(platform)
  } finally {
    await platform.close()
  }
  if (config.databaseUrl !== undefined || config.clickhouseUrl !== undefined) {
    throw new BadInput(
      'demo: DATABASE_URL or CLICKHOUSE_URL leads to a store that holds something already; expected empty ones',
    )
  }
  return inTemporaryFolder(host, config, work)
}

async function inTemporaryFolder<T>(
  host: DemoHost,
  config: Config,
  work: (platform: DemoPlatform) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-demo-'))
  try {
    const platform = await host.open({
      ...config,
      dataFolder: folder,
      files: join(folder, 'files'),
      databaseUrl: undefined,
      clickhouseUrl: undefined,
    })
    try {
      return await work(platform)
    } finally {
      await platform.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function readOptions(values: { seed?: string; scale?: string; difficulty?: string }): WorldOptions {
  const scale = values.scale ?? 'small'
  if (!Object.hasOwn(scales, scale))
    throw new BadInput(`--scale: found ${scale}, expected small, medium or large`)
  return {
    seed: wholeNumber('seed', values.seed ?? '1', 0),
    scale: scale as Scale,
    difficulty: readDifficulty(values.difficulty ?? '2'),
  }
}

function readDifficulty(text: string): number {
  const difficulty = Number(text)
  if (text.trim() === '' || !(difficulty >= 0 && difficulty <= 3)) {
    throw new BadInput(`--difficulty: found ${text}, expected a number from 0 to 3`)
  }
  return difficulty
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value)) {
    throw new BadInput(`--${option}: found ${text}, expected a whole number of at least ${least}`)
  }
  return value
}

/** The answer in words. */
function describe(answer: DemoAnswer): string {
  const { truth, naive } = answer
  const percent = (share: number | null): string => (share === null ? 'none' : `${Math.round(share * 100)} %`)
  return [
    `${answer.observations} observations and ${answer.reports} reports; ${answer.templates} templates, ${answer.patterns} patterns, ${answer.hotspots} hotspots, ${answer.warnings} warnings; ${answer.leads} leads, ${answer.cases} cases, ${answer.rightsDue} rights due.`,
    `Of the planted rings ${percent(truth.patternRecall)} were found; ${percent(truth.patternPrecision)} of the patterns shown are one. Patterns touching independent workers: ${truth.harm} per 1,000 of them.`,
    `Warnings: ${truth.warningLeadDaysMedian ?? 'no'} days before the first confirming report (median), ${truth.falseWarningsPerMonth} false a month.`,
    `Naive detectors find ${percent(naive.duplicates.recall)} by duplicates and ${percent(naive.phone.recall)} by shared phones; ${percent(naive.counts.precision)} of weekly-count warnings are right.`,
    `${answer.seconds} s.`,
  ].join('\n')
}
