import { parseCommandLine, type Command } from '#platform/command'
import { day, number, oneOf, whole, withCorpus } from '../command-options.ts'
import { windowStart } from '../warnings/series.store.ts'
import { runNearRepeat } from './near-repeat.store.ts'

const usage =
  'places near-repeat [--known-on DATE] [--weeks N] [--layer reports|enforcement|ads] [--km K] [--days N] [--permutations N] [--seed N]'

/** `places near-repeat`: Knox's test with shuffled days, and the table of bands. */
export const nearRepeatCommand: Command = {
  name: ['places', 'near-repeat'],
  usage,
  summary: 'Whether what happens is followed by more nearby: Knox’s test and near repeats, each event once.',
  run: async (args, { config }) => {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(usage, args, {
      'known-on': text,
      weeks: text,
      layer: text,
      km: text,
      days: text,
      permutations: text,
      seed: text,
    })
    const knownOn = day(values['known-on'], 'known-on')
    return withCorpus(config, async (corpus) => {
      const json = await runNearRepeat(corpus, {
        knownOn,
        from: windowStart(knownOn, whole(values.weeks, 'weeks', 52, 4, 520)),
        to: knownOn,
        layer: oneOf(values.layer, 'layer', ['reports', 'enforcement', 'ads'], 'reports'),
        kilometres: number(values.km, 'km', 10, 0.1, 500),
        days: whole(values.days, 'days', 14, 1, 365),
        permutations: whole(values.permutations, 'permutations', 999, 99, 9999),
        seed: whole(values.seed, 'seed', 1, 0, 2 ** 31),
      })
      return { exit: 0, json, text: json.reasons.map((why) => why.text).join('\n') }
    })
  },
}
