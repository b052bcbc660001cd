import { z } from 'zod'
import { PlainDate } from '#model'
import type { Corpus } from '#platform/corpus'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { Layer } from './counts/counts.store.ts'
import { areasEndpoints } from './areas/areas.routes.ts'
import { backtestEndpoints } from './backtest/backtest.routes.ts'
import { findBacktest } from './backtest/backtest.store.ts'
import { hotspotFeature, outlinesOf } from './hotspots/hotspot-feature.ts'
import { listHotspots, listSettings } from './hotspots/hotspots.store.ts'
import { windowEndpoints } from './hotspots/window.routes.ts'
import { nearRepeatEndpoints } from './near-repeat/near-repeat.routes.ts'
import { clusterFlows } from './routes/cluster-flows.ts'
import { findRoutes, positions } from './routes/routes.store.ts'
import { routeKinds } from './routes/routes.ts'
import { chooseRun, findRun } from './runs.store.ts'
import { scanEndpoints } from './scan/scan.routes.ts'
import { servicesEndpoints } from './services/services.routes.ts'
import { EffortRecord, recordEffort } from './warnings/effort.store.ts'
import { acknowledge, decide, listLives, warningVerdicts, type WarningLife } from './warnings/life.store.ts'
import { shownWeek, weeklySeries } from './warnings/series.store.ts'
import { findWarning, listWarnings, type StoredWarning } from './warnings/warnings.store.ts'
import { warningEndpoints } from './warnings/warnings.routes.ts'
import { ShownCount, SMALLEST_SHOWN, withholdWarning } from './withhold.ts'

const read = { resource: 'places', action: 'read', purpose: 'analysis' } as const
const Id = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) })
const Weeks = z.coerce.number().int().min(1).max(520)
const SMALLEST_FLOW = 10

const FlowNode = z.object({
  id: z.string(),
  places: z.array(z.string()),
  latitude: z.number(),
  longitude: z.number(),
  total: z.number(),
  within: z.number().describe('Of flows both of whose ends are here'),
})
const ClusteredFlow = z.object({ from: z.string(), to: z.string(), count: z.number(), routes: z.number() })

/** What a run counted by: the operator's areas, '' for cells; and its first and last day. */
const CountedBy = z.object({
  areas: z.string().default(''),
  from: z.string().nullable().default(null),
  to: z.string().nullable().default(null),
})

const ShownWeek = z.looseObject({ week: z.string(), ...ShownCount.shape })
const Feature = z.looseObject({ type: z.literal('Feature') })
const FeatureCollection = z.looseObject({
  type: z.literal('FeatureCollection'),
  features: z.array(Feature),
  run: z.string().nullable(),
  knownOn: z.string().nullable(),
})

const today = (): string => new Date().toISOString().slice(0, 10)

const listed = (warning: StoredWarning, life: WarningLife | undefined) => ({
  ...withholdWarning(warning),
  life: life ?? null,
})

/** The operations of places: what was found, with its why; verdicts on warnings; the calendar of effort. */
export function placesEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/places/hotspots',
      summary: 'Hotspots of the newest run, or of one run, as GeoJSON with the why of each',
      access: read,
      query: z.object({ run: z.string().optional(), knownOn: PlainDate.optional() }),
      answer: FeatureCollection,
      async handle({ query }) {
        const run = await chooseRun(corpus, 'hotspots', query)
        const spots = run ? await listHotspots(corpus, run.id, SMALLEST_SHOWN) : []
        const { areas: set, from, to } = CountedBy.parse(run?.parameters ?? {})
        const outlines = set === '' ? undefined : await outlinesOf(corpus, set)
        return {
          type: 'FeatureCollection' as const,
          run: run?.id ?? null,
          knownOn: run?.knownOn ?? null,
          from,
          to,
          ...run?.summary,
          smallestShown: SMALLEST_SHOWN,
          areas: set || null,
          backtest: await findBacktest(corpus, 'hotspots', query.knownOn),
          features: spots.map((spot) => hotspotFeature(spot, outlines)),
        }
      },
    }),
    endpoint({
      method: 'get',
      path: '/places/hotspots/settings',
      summary: 'What other weights, scales, smoothings and exposures make of a run’s counts, side by side',
      access: read,
      query: z.object({ run: z.string().optional(), knownOn: PlainDate.optional() }),
      answer: z.object({
        run: z.string().nullable(),
        knownOn: z.string().nullable(),
        used: z.record(z.string(), z.unknown()),
        settings: z.array(z.looseObject({ name: z.string(), hot: z.array(z.string()) })),
      }),
      async handle({ query }) {
        const run = await chooseRun(corpus, 'hotspots', query)
        return {
          run: run?.id ?? null,
          knownOn: run?.knownOn ?? null,
          used: run?.summary ?? {},
          settings: run ? await listSettings(corpus, run.id) : [],
        }
      },
    }),
    ...scanEndpoints({ corpus }),
    ...nearRepeatEndpoints({ corpus }),
    ...backtestEndpoints({ corpus }),
    ...areasEndpoints({ corpus }),
    ...windowEndpoints({ corpus }),
    ...servicesEndpoints({ corpus }),
    ...warningEndpoints(),
    endpoint({
      method: 'get',
      path: '/places/warnings',
      summary: 'Warnings of the newest run with their life, newest first',
      access: { resource: 'warning', action: 'read', purpose: 'analysis' },
      query: z.object({
        run: z.string().optional(),
        knownOn: PlainDate.optional(),
        /** Also rises that awareness explains. */
        explained: z.enum(['true', 'false']).optional(),
      }),
      answer: z.object({
        run: z.string().nullable(),
        knownOn: z.string().nullable(),
        summary: z.record(z.string(), z.unknown()),
        warnings: z.array(z.looseObject({ id: z.string(), ...ShownCount.shape })),
      }),
      async handle({ query, db, actor }) {
        const run = await chooseRun(corpus, 'warnings', query)
        const all = run ? await listWarnings(corpus, run.id) : []
        const shown = all.filter(
          (warning) => query.explained === 'true' || warning.verdict !== 'explained-by-awareness',
        )
        const ids = shown.map(({ id }) => id)
        const lives = await db.as(actor, (trx) => listLives(trx, ids, today()))
        return {
          run: run?.id ?? null,
          knownOn: run?.knownOn ?? null,
          summary: run?.summary ?? {},
          warnings: shown.map((warning) => listed(warning, lives.get(warning.id))),
        }
      },
    }),
    endpoint({
      method: 'get',
      path: '/places/warnings/{id}',
      summary: 'One warning with the weekly series behind it and the band it was to stay in',
      access: { resource: 'warning', action: 'read', purpose: 'analysis' },
      params: Id,
      query: z.object({ weeks: Weeks.default(104) }),
      answer: z.looseObject({ id: z.string(), ...ShownCount.shape, series: z.array(ShownWeek) }),
      async handle({ params, query, db, actor }) {
        const warning = await findWarning(corpus, params.id)
        if (!warning) throw new AsyliaError('places.warning.not-found', `there is no warning ${params.id}`)
        const lives = await db.as(actor, (trx) => listLives(trx, [warning.id], today()))
        const run = await findRun(corpus, 'warnings', { id: warning.run })
        const { layer, cell } = warning
        const resolution = Number(run?.parameters['resolution'] ?? 4)
        const knownOn = run?.knownOn ?? warning.warnedOn
        const series = await weeklySeries(corpus, { layer, cell, resolution, knownOn, weeks: query.weeks })
        return { ...listed(warning, lives.get(warning.id)), series: series.map(shownWeek) }
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/warnings/{id}/acknowledge',
      summary: 'Takes a warning up: its owner answers for it from now on',
      access: { resource: 'warning', action: 'update', purpose: 'analysis' },
      params: Id,
      answer: z.object({ id: z.string() }),
      async handle({ params, db, actor }) {
        await db.as(actor, (trx) => acknowledge(trx, actor, params.id))
        return { id: params.id }
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/warnings/{id}/verdict',
      summary: 'Says what a warning turned out to be; `true` opens a lead downstream',
      access: { resource: 'warning', action: 'update', purpose: 'analysis' },
      params: Id,
      body: z.object({ verdict: z.enum(warningVerdicts), note: z.string().max(2000).default('') }),
      answer: z.object({ id: z.string(), verdict: z.enum(warningVerdicts) }),
      async handle({ params, body, db, actor }) {
        await db.as(actor, (trx) => decide(trx, actor, params.id, body))
        return { id: params.id, verdict: body.verdict }
      },
    }),
    endpoint({
      method: 'get',
      path: '/places/routes',
      summary:
        'Routes of one kind (pair, sequence, inferred) above the threshold, against what both ends lead to expect',
      access: read,
      query: z.object({
        kind: z.enum(routeKinds).default('pair'),
        k: z.coerce.number().int().min(5).default(SMALLEST_FLOW),
        from: z.coerce.number().int().min(1900).max(2200).default(1900),
        to: z.coerce.number().int().min(1900).max(2200).default(2200),
        knownOn: PlainDate.optional(),
      }),
      answer: z.object({
        kind: z.enum(routeKinds),
        k: z.number(),
        withheld: z.number(),
        complementary: z.number(),
        unresolved: z.number().nullable(),
        routes: z.array(z.looseObject({ from: z.string(), to: z.string(), count: z.number() })),
      }),
      async handle({ query }) {
        return findRoutes(corpus, { ...query, knownOn: query.knownOn ?? today(), resolution: 4 })
      },
    }),
    endpoint({
      method: 'get',
      path: '/places/flows',
      summary: 'Routes of one kind gathered for a map: the farther out, the coarser the ends',
      access: read,
      query: z.object({
        kind: z.enum(routeKinds).default('pair'),
        zoom: z.coerce.number().min(0).max(22).default(2),
        k: z.coerce.number().int().min(5).default(SMALLEST_FLOW),
        from: z.coerce.number().int().min(1900).max(2200).default(1900),
        to: z.coerce.number().int().min(1900).max(2200).default(2200),
        knownOn: PlainDate.optional(),
      }),
      answer: z.looseObject({
        kind: z.enum(routeKinds),
        nodes: z.array(FlowNode),
        flows: z.array(ClusteredFlow),
      }),
      async handle({ query: { zoom, ...query } }) {
        const asked = { ...query, knownOn: query.knownOn ?? today(), resolution: 4 }
        const { routes, ...rest } = await findRoutes(corpus, asked)
        return { ...rest, ...clusterFlows(routes, await positions(corpus, asked), zoom) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/places/series',
      summary: 'Weekly counts of an area, or of the whole map, with the band expected of each week',
      access: read,
      query: z.object({
        layer: z.enum([...Layer.options, 'patterns']).default('reports'),
        cell: z
          .string()
          .regex(/^([0-9a-f]{0,16}|[a-z0-9-]{1,40}:.{1,200})$/)
          .default('')
          .describe('An H3 cell, an operator’s area as NAME:CODE, or empty: the whole map'),
        by: z
          .enum(['told', 'occurred'])
          .default('told')
          .describe('occurred: by the week things happened, with what is still to come estimated'),
        resolution: z.coerce.number().int().min(1).max(7).default(4),
        knownOn: PlainDate.optional(),
        weeks: Weeks.default(104),
      }),
      answer: z.object({ series: z.array(ShownWeek) }),
      async handle({ query }) {
        const series = await weeklySeries(corpus, { ...query, knownOn: query.knownOn ?? today() })
        return { series: series.map(shownWeek) }
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/effort',
      summary: 'Records a campaign, an outage or another reason why more or less is reported',
      access: { resource: 'places', action: 'update', purpose: 'analysis' },
      body: EffortRecord,
      answer: EffortRecord,
      status: 201,
      async handle({ body }) {
        await recordEffort(corpus, [body])
        return body
      },
    }),
  ]
}
