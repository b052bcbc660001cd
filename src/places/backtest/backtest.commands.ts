import { parseCommandLine, type Command } from '#platform/command'
import { day, number, oneOf, whole, withCorpus } from '../command-options.ts'
import { runBacktest } from './backtest.store.ts'
import { usualBacktest } from './backtest.ts'

const usage =
  'places backtest [--known-on DATE] [--weeks N] [--layer reports|enforcement|ads] [--horizon WEEKS] [--share S] [--resolution N | --areas NAME]'

/** `places backtest`: PAI, PEI*, hit rate, weeks to detect and false alarms of every method, by rolling origins. */
export const backtestCommand: Command = {
  name: ['places', 'backtest'],
  usage,
  summary: 'How well hotspots, scan and kernel would have foretold the past, against where it was last year.',
  run: async (args, { config, progress }) => {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, {
      'known-on': text,
      weeks: text,
      layer: text,
      horizon: text,
      share: text,
      resolution: text,
      areas: text,
    })
    return withCorpus(config, async (corpus) => {
      progress('testing the past')
      const json = await runBacktest(corpus, {
        knownOn: day(values['known-on'], 'known-on'),
        weeks: whole(values.weeks, 'weeks', 156, 56, 520),
        layer: oneOf(values.layer, 'layer', ['reports', 'enforcement', 'ads'], 'reports'),
        resolution: whole(values.resolution, 'resolution', 4, 1, 7),
        areas: values.areas ?? '',
        settings: {
          ...usualBacktest,
          horizon: whole(values.horizon, 'horizon', 4, 1, 26),
          share: number(values.share, 'share', 0.1, 0.001, 0.5),
        },
      })
      const lines = json.methods.map(
        ({ method, pai, peiStar, weeksToDetect, falseAlarmsPerMonth, reasons }) =>
          `${method}: PAI ${pai?.toFixed(2) ?? 'none'}, PEI* ${peiStar?.toFixed(2) ?? 'none'}, ${weeksToDetect ?? 'no'} weeks to detect, ${falseAlarmsPerMonth.toFixed(1)} false alarms a month. ${reasons.map((why) => why.text).join(' ')}`,
      )
      return { exit: 0, json, text: lines.join('\n') }
    })
  },
}
