import { parseCommandLine, type Command } from '#platform/command'
import { day, number, oneOf, whole, withCorpus } from '../command-options.ts'
import { exposureKinds } from '../hotspots/exposure.ts'
import { runScan } from './scan.store.ts'
import { scanModels, scanTimes, usualSpaceTime } from './space-time.ts'

const usage =
  'places scan [--model poisson|bernoulli|permutation] [--shape circle|ellipse] [--time none|retrospective|prospective] [--known-on DATE] [--weeks N] [--period-weeks N] [--layer reports|enforcement|ads] [--exposure effort|population|none] [--max-share S] [--max-km K] [--max-periods N] [--replicas N] [--stop-after N] [--seed N] [--resolution N | --areas NAME]'

/** `places scan`: clusters in space and time, with members and p over all windows at once. */
export const scanCommand: Command = {
  name: ['places', 'scan'],
  usage,
  summary:
    'Clusters in space, or space and time, by Kulldorff’s scan statistics: members, ratio, p, recurrence.',
  run: async (args, context) => {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, {
      model: text,
      shape: text,
      time: text,
      'known-on': text,
      weeks: text,
      'period-weeks': text,
      layer: text,
      exposure: text,
      'max-share': text,
      'max-km': text,
      'max-periods': text,
      replicas: text,
      'stop-after': text,
      seed: text,
      resolution: text,
      areas: text,
    })
    const settings = {
      ...usualSpaceTime,
      model: oneOf(values.model, 'model', scanModels, 'poisson'),
      shape: oneOf(values.shape, 'shape', ['circle', 'ellipse'], 'circle'),
      time: oneOf(values.time, 'time', scanTimes, 'none'),
      maxPopulation: number(values['max-share'], 'max-share', 0.5, 0.001, 0.5),
      maxRadius:
        values['max-km'] === undefined ? Infinity : number(values['max-km'], 'max-km', 0, 0.001, 20_000),
      maxPeriods:
        values['max-periods'] === undefined
          ? Infinity
          : whole(values['max-periods'], 'max-periods', 1, 1, 520),
      replicas: whole(values.replicas, 'replicas', 999, 9, 99_999),
      stopAfter:
        values['stop-after'] === undefined ? null : whole(values['stop-after'], 'stop-after', 1, 1, 99_999),
      seed: whole(values.seed, 'seed', 1, 0, 2 ** 31),
    }
    return withCorpus(context.config, async (corpus) => {
      let told = 0
      const found = await runScan(
        corpus,
        {
          settings,
          knownOn: day(values['known-on'], 'known-on'),
          layer: oneOf(values.layer, 'layer', ['reports', 'enforcement', 'ads'], 'reports'),
          exposure: oneOf(values.exposure, 'exposure', exposureKinds, 'effort'),
          resolution: whole(values.resolution, 'resolution', 4, 1, 7),
          areas: values.areas ?? '',
          ...(values.weeks === undefined ? {} : { weeks: whole(values.weeks, 'weeks', 26, 1, 520) }),
          ...(values['period-weeks'] === undefined
            ? {}
            : { periodWeeks: whole(values['period-weeks'], 'period-weeks', 1, 1, 52) }),
        },
        (share) => {
          if (share < told + 0.1) return
          told = share
          context.progress(`${Math.round(share * 100)} % of the replicas`)
        },
      )
      const lines = found.clusters.map(
        ({ rank, reasons, members }) =>
          `${rank}. ${reasons.map((why) => why.text).join(' ')}\n   ${members.map(({ place, cell }) => place || cell).join(', ')}`,
      )
      const rest = found.notKnown.map((why) => `not known: ${why.text}`)
      const text = [found.clusters.length === 0 ? 'No window holds more than chance.' : '', ...lines, ...rest]
      return { exit: 0, json: found, text: text.filter((line) => line !== '').join('\n') }
    })
  },
}
