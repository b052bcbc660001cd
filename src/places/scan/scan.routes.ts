import { z } from 'zod'
import { PlainDate } from '#model'
import type { Corpus } from '#platform/corpus'
import { endpoint, type Endpoint } from '#platform/http'
import { AreaSetName } from '../areas/areas.store.ts'
import { BacktestMethod, findBacktest } from '../backtest/backtest.store.ts'
import { exposureKinds } from '../hotspots/exposure.ts'
import { outlinesOf, unitGeometry } from '../hotspots/hotspot-feature.ts'
import { chooseRun } from '../runs.store.ts'
import { runScan } from './scan.store.ts'
import { ScanRun } from './shown-cluster.ts'
import { scanModels, scanTimes, usualSpaceTime } from './space-time.ts'

const Geometry = z.looseObject({ type: z.enum(['Polygon', 'MultiPolygon']) })
const ScanAnswer = z.object({
  scan: ScanRun.nullable().describe('Null: nothing was scanned yet'),
  backtest: BacktestMethod.nullable().describe(
    'How scans did in the newest backtest; null: clusters are no prediction',
  ),
  features: z
    .array(z.looseObject({ type: z.literal('Feature'), geometry: Geometry }))
    .describe('The areas of all clusters as GeoJSON, each with its cluster’s rank'),
})

const ScanRequest = z.object({
  layer: z.enum(['reports', 'enforcement', 'ads']).default('reports'),
  model: z.enum(scanModels).default('poisson'),
  shape: z.enum(['circle', 'ellipse']).default('circle'),
  time: z.enum(scanTimes).default('none'),
  knownOn: PlainDate,
  weeks: z.number().int().min(1).max(520).optional(),
  periodWeeks: z.number().int().min(1).max(52).optional(),
  resolution: z.number().int().min(1).max(7).default(4),
  areas: AreaSetName.optional(),
  exposure: z.enum(exposureKinds).default('effort'),
  maxPopulation: z.number().positive().max(0.5).default(0.5),
  maxRadius: z.number().positive().optional().describe('Kilometres'),
  maxPeriods: z.number().int().positive().optional(),
  replicas: z.number().int().min(99).max(9999).default(999),
  stopAfter: z.number().int().min(1).nullable().default(50).describe('Null: run every replica'),
  seed: z.number().int().min(0).default(1),
})

async function withFeatures(corpus: Corpus, scan: ScanRun | null): Promise<z.infer<typeof ScanAnswer>> {
  const outlines = scan?.areas ? await outlinesOf(corpus, scan.areas) : undefined
  const features = (scan?.clusters ?? []).flatMap(({ rank, significant, members }) =>
    members.map(({ cell, place, observed, fewerThan, expected }) => ({
      type: 'Feature' as const,
      id: cell,
      geometry: unitGeometry(cell, outlines),
      properties: { rank, significant, cell, place, observed, fewerThan, expected },
    })),
  )
  return { scan, backtest: await findBacktest(corpus, 'scan', scan?.knownOn), features }
}

/** Scans: the newest, one by name, and a new one. */
export function scanEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/places/scans',
      summary:
        'The clusters of the newest scan, or of one scan, with their members, why, and what is not known',
      access: { resource: 'places', action: 'read', purpose: 'analysis' },
      query: z.object({ run: z.string().optional(), knownOn: PlainDate.optional() }),
      answer: ScanAnswer,
      async handle({ query }) {
        const run = await chooseRun(corpus, 'scan', query)
        return withFeatures(corpus, run ? ScanRun.parse(run.summary) : null)
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/scans',
      summary: 'Scans for clusters in space, or in space and time, and keeps the answer',
      access: { resource: 'places', action: 'update', purpose: 'analysis' },
      body: ScanRequest,
      answer: ScanAnswer,
      status: 201,
      async handle({ body }) {
        const {
          layer,
          knownOn,
          weeks,
          periodWeeks,
          resolution,
          areas,
          exposure,
          maxRadius,
          maxPeriods,
          ...settings
        } = body
        const scan = await runScan(corpus, {
          layer,
          knownOn,
          resolution,
          exposure,
          areas: areas ?? '',
          ...(weeks === undefined ? {} : { weeks }),
          ...(periodWeeks === undefined ? {} : { periodWeeks }),
          settings: {
            ...usualSpaceTime,
            ...settings,
            maxRadius: maxRadius ?? Infinity,
            maxPeriods: maxPeriods ?? Infinity,
          },
        })
        return withFeatures(corpus, scan)
      },
    }),
  ]
}
