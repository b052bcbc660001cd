import { parseCommandLine, type Command } from '#platform/command'
import { areasCommands } from './areas/areas.commands.ts'
import { backtestCommand } from './backtest/backtest.commands.ts'
import { benchCommands } from './bench/bench-commands.ts'
import { day, oneOf, whole, withCorpus } from './command-options.ts'
import { evalNull } from './evaluation/eval-null.ts'
import { evalPlaces } from './evaluation/eval-command.ts'
import { exposureKinds } from './hotspots/exposure.ts'
import { listHotspots, runHotspots } from './hotspots/hotspots.store.ts'
import { usualHotspots } from './hotspots/hotspots.ts'
import { parseWeights } from './hotspots/neighbourhood.ts'
import { nearRepeatCommand } from './near-repeat/near-repeat.commands.ts'
import { hotspotFeature, outlinesOf } from './hotspots/hotspot-feature.ts'
import { findRoutes } from './routes/routes.store.ts'
import { routeKinds } from './routes/routes.ts'
import { scanCommand } from './scan/scan.commands.ts'
import { servicesCommands } from './services/services.commands.ts'
import { windowStart } from './warnings/series.store.ts'
import { runWarnings } from './warnings/warnings.store.ts'
import { inWords, isWithheld, SMALLEST_SHOWN, withholdWarning } from './withhold.ts'

/** How many rows stand at a point that is left out is a count of a place like any other. */
const withholdRows = <T extends { rows: number }>(point: T) =>
  isWithheld(point.rows) ? { ...point, rows: null, fewerThan: SMALLEST_SHOWN } : point

const HOTSPOTS =
  'places hotspots [--known-on DATE] [--weeks N] [--layer reports|enforcement|ads|patterns] [--weights auto|contiguity|knn:K|band:KM] [--exposure effort|population|none] [--resolution N | --areas NAME]'
const hotspots: Command = {
  name: ['places', 'hotspots'],
  usage: HOTSPOTS,
  summary:
    'Where more is counted than chance, corrected for how many places were looked at: GeoJSON with the why.',
  run: async (args, context) => {
    const { values } = parseCommandLine(HOTSPOTS, args, {
      'known-on': { type: 'string' },
      weeks: { type: 'string' },
      layer: { type: 'string' },
      weights: { type: 'string' },
      exposure: { type: 'string' },
      resolution: { type: 'string' },
      areas: { type: 'string' },
    })
    const knownOn = day(values['known-on'], 'known-on')
    const weeks = whole(values.weeks, 'weeks', 26, 1, 520)
    const settings = {
      ...usualHotspots,
      weights: parseWeights(values.weights ?? 'auto'),
      exposure: oneOf(values.exposure, 'exposure', exposureKinds, 'effort'),
    }
    return withCorpus(context.config, async (corpus) => {
      context.progress('counting and judging every area')
      const found = await runHotspots(corpus, {
        knownOn,
        from: windowStart(knownOn, weeks),
        to: knownOn,
        layer: oneOf(values.layer, 'layer', ['reports', 'enforcement', 'ads', 'patterns'], 'reports'),
        resolution: whole(values.resolution, 'resolution', 4, 1, 7),
        areas: values.areas ?? '',
        settings,
      })
      const spots = await listHotspots(corpus, found.run, SMALLEST_SHOWN)
      const { discoveries, query, quality, outside } = found
      const outlines = query.areas === '' ? undefined : await outlinesOf(corpus, query.areas)
      const json = {
        type: 'FeatureCollection',
        run: found.run,
        knownOn,
        from: query.from,
        to: query.to,
        layer: query.layer,
        method: settings.statistic,
        weights: found.weights,
        exposure: found.exposure,
        discoveries,
        settingsTried: found.settingsTried,
        areas: query.areas || null,
        outside: outside && withholdRows(outside),
        quality: { ...quality, points: quality.points.map(withholdRows) },
        features: spots.map((spot) => hotspotFeature(spot, outlines)),
      }
      const hot = spots.filter((spot) => spot.class === 'hot' || spot.class === 'cold')
      const text = [
        ...(spots.length === 0
          ? [`Nothing with a place is known by ${knownOn}: import incidents or ads first.`]
          : []),
        `${discoveries.naive} of ${discoveries.tested} areas stand out before correction, ${discoveries.corrected} after it.`,
        ...(discoveries.tested === 0 && spots[0] ? [spots[0].reasons.map((why) => why.text).join(' ')] : []),
        ...(quality.undatedAds > 0 ? [`${quality.undatedAds} ads have no day and are not counted.`] : []),
        ...hot.map(
          (spot) =>
            `${spot.class} ${spot.place || spot.cell}: ${spot.reasons.map((why) => why.text).join(' ')}`,
        ),
        ...(outside
          ? [`${inWords(outside.rows)} observations lie outside every area of ${query.areas}.`]
          : []),
        ...(outside?.remarks ?? []).map(({ code, feature, what }) => `area ${code || feature}: ${what}`),
        ...quality.points.map(
          (point) => `left out: ${inWords(point.rows)} rows at ${point.h3}: ${point.why}`,
        ),
      ].join('\n')
      return { exit: 0, json, text }
    })
  },
}

const WARNINGS =
  'places warnings [--known-on DATE] [--weeks N] [--by told|occurred] [--resolution N | --areas NAME] [--without-effort]'
const warnings: Command = {
  name: ['places', 'warnings'],
  usage: WARNINGS,
  summary:
    'What rose beyond what was to be expected and beyond awareness, and where a detected pattern arrived.',
  run: async (args, context) => {
    const { values } = parseCommandLine(WARNINGS, args, {
      'known-on': { type: 'string' },
      weeks: { type: 'string' },
      by: { type: 'string' },
      resolution: { type: 'string' },
      areas: { type: 'string' },
      'without-effort': { type: 'boolean' },
    })
    return withCorpus(context.config, async (corpus) => {
      context.progress('judging every area and week')
      const found = await runWarnings(corpus, {
        knownOn: day(values['known-on'], 'known-on'),
        weeks: whole(values.weeks, 'weeks', 8, 1, 520),
        resolution: whole(values.resolution, 'resolution', 4, 1, 7),
        by: oneOf(values.by, 'by', ['told', 'occurred'], 'told'),
        areas: values.areas ?? '',
        effort: !values['without-effort'],
      })
      const shown = found.warnings.map(withholdWarning)
      const lines = shown.map(
        (warning) =>
          `${warning.warnedOn} ${warning.place || warning.cell}: ${warning.reasons.map((why) => why.text).join(' ')}`,
      )
      const last = found.summaries.at(-1)
      const text = [
        `${found.warnings.length} warnings in ${found.query.weeks} weeks.`,
        ...(last ? [`Last week: ${last.judged} series judged, ${last.cannotJudge} cannot be judged.`] : []),
        ...lines,
      ].join('\n')
      const { run, query, summaries } = found
      return { exit: 0, json: { run, ...query, weeks: summaries, warnings: shown }, text }
    })
  },
}

const ROUTES =
  'places routes [--kind pair|sequence|inferred] [--k N] [--from YEAR] [--to YEAR] [--known-on DATE]'
const routes: Command = {
  name: ['places', 'routes'],
  usage: ROUTES,
  summary:
    'Pairs of citizenship and country of detection, stated journeys, or corridors of patterns; never mixed.',
  run: async (args, { config }) => {
    const { values } = parseCommandLine(ROUTES, args, {
      kind: { type: 'string' },
      k: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      'known-on': { type: 'string' },
    })
    return withCorpus(config, async (corpus) => {
      const found = await findRoutes(corpus, {
        kind: oneOf(values.kind, 'kind', routeKinds, 'pair'),
        k: whole(values.k, 'k', 10, 5, 1_000_000),
        from: whole(values.from, 'from', 1900, 1900, 2200),
        to: whole(values.to, 'to', 2200, 1900, 2200),
        knownOn: day(values['known-on'], 'known-on'),
        resolution: 4,
      })
      const lines = found.routes.map((route) => route.reasons.map((why) => why.text).join(' '))
      const text = [
        ...lines,
        `${found.withheld} flows are withheld: ${found.withheld - found.complementary} below ${found.k}, ${found.complementary} so that none follows from a total; ${found.unresolved ?? `fewer than ${found.k}`} persons have a citizenship that names no country.`,
      ].join('\n')
      return { exit: 0, json: found, text }
    })
  },
}

/** The verbs of places. */
export const placesCommands: Command[] = [
  hotspots,
  scanCommand,
  nearRepeatCommand,
  backtestCommand,
  warnings,
  routes,
  ...areasCommands,
  ...servicesCommands,
  evalPlaces,
  evalNull,
  ...benchCommands,
]
