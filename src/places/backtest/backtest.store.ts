import { z } from 'zod'
import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { BadInput } from '#platform/errors'
import { openAreaUnit } from '../areas/areas.store.ts'
import { countsByCellAndWeek, findSuspicions, listAreas } from '../counts/counts.store.ts'
import { lastWholeWeek, mondayOf, sundayOf, weekIndex } from '../counts/weeks.ts'
import { reason, StoredReason, type Reason } from '../reasons.ts'
import { findRun, storeRun } from '../runs.store.ts'
import { backtest, usualBacktest, type BacktestSettings, type MethodFigures } from './backtest.ts'
import { methods, type Method } from './methods.ts'

export type BacktestQuery = {
  layer: 'reports' | 'enforcement' | 'ads'
  knownOn: string
  weeks: number
  resolution: number
  areas: string
  settings: BacktestSettings
}

const Share = z.number().nullable()

export const BacktestMethod = z.object({
  method: z.enum(methods).describe('last-year: the naive one, where it was in the year before'),
  origins: z.number(),
  events: z.number(),
  hitRate: Share.describe('Share of what followed that lay in the areas chosen'),
  pai: Share.describe('Hit rate over the share of the map chosen; 1 is chance'),
  peiStar: Share.describe('Hit rate over that of the best choice of the same size'),
  rises: z.number(),
  detected: z.number(),
  weeksToDetect: Share,
  falseAlarmsPerMonth: z.number(),
  againstLastYear: z
    .object({ better: z.number(), equal: z.number(), worse: z.number(), p: z.number() })
    .nullable(),
  predicts: z
    .boolean()
    .describe('It beats last year’s places at the 5 % level: only then is it a prediction'),
  reasons: z.array(StoredReason),
})
export type BacktestMethod = z.infer<typeof BacktestMethod>

export const BacktestRun = z.object({
  run: z.string(),
  knownOn: z.string(),
  layer: z.string(),
  areas: z.string().nullable(),
  locations: z.number(),
  firstOrigin: z.string(),
  lastOrigin: z.string(),
  horizonWeeks: z.number(),
  share: z.number(),
  methods: z.array(BacktestMethod),
})
export type BacktestRun = z.infer<typeof BacktestRun>

/** Tests every method on the past by rolling origins, counts by the week they were told; kept as a run. */
export async function runBacktest(
  corpus: Corpus,
  asked: Pick<BacktestQuery, 'knownOn'> & Partial<BacktestQuery>,
  progress?: (done: number) => void,
): Promise<BacktestRun> {
  const query: BacktestQuery = {
    layer: 'reports',
    weeks: 156,
    resolution: 4,
    areas: '',
    settings: usualBacktest,
    ...asked,
  }
  const unit = await openAreaUnit(corpus, query.areas)
  const without = (await findSuspicions(corpus)).points.map(({ h3 }) => h3)
  const to = lastWholeWeek(query.knownOn)
  const read = (layer: BacktestQuery['layer'] | 'control') =>
    countsByCellAndWeek(corpus, {
      layer,
      resolution: query.resolution,
      from: mondayOf(to - query.weeks + 1),
      to: sundayOf(to),
      knownOn: query.knownOn,
      by: 'known',
      without,
      areas: unit,
    })
  const [areas, counted, asking] = await Promise.all([
    listAreas(corpus, { ...query, without, areas: unit }),
    read(query.layer),
    read('control'),
  ])
  const first = counted.reduce((least, { week }) => Math.min(least, weekIndex(week)), to)
  const weeks = to - first + 1
  if (weeks < query.settings.leastWeeks + query.settings.horizon)
    throw new BadInput(
      `a backtest needs ${query.settings.leastWeeks + query.settings.horizon} weeks of history, found ${counted.length === 0 ? 0 : weeks}`,
    )
  const matrix = (rows: typeof counted) => {
    const index = new Map(areas.map(({ cell }, i) => [cell, i]))
    const values = new Float64Array(areas.length * weeks)
    for (const { cell, week, events } of rows) {
      const i = index.get(cell)
      const t = weekIndex(week) - first
      if (i !== undefined && t >= 0) values[i * weeks + t]! += events
    }
    return values
  }
  const size = Float64Array.from(areas, (_, i) => unit?.areas[i]!.squareKilometres ?? 1)
  const figures = await backtest(
    { areas, counts: matrix(counted), control: matrix(asking), weeks, size },
    query.settings,
    progress,
  )
  const { horizon, leastWeeks, share } = query.settings
  const origins = figures[0]?.origins ?? 0
  const run: BacktestRun = {
    run: newId(),
    knownOn: query.knownOn,
    layer: query.layer,
    areas: query.areas || null,
    locations: areas.length,
    firstOrigin: mondayOf(first + leastWeeks),
    lastOrigin: mondayOf(first + leastWeeks + (origins - 1) * horizon),
    horizonWeeks: horizon,
    share,
    methods: figures.map((own) => ({ ...own, reasons: explain(own, figures[0]!, query.settings) })),
  }
  await storeRun(corpus, {
    id: run.run,
    kind: 'backtest',
    knownOn: query.knownOn,
    parameters: query,
    summary: run,
  })
  return run
}

function explain(own: MethodFigures, naive: MethodFigures, { horizon, share }: BacktestSettings): Reason[] {
  if (own.hitRate === null) return [reason('backtest.nothing')]
  const reasons = [
    reason('backtest.hit-rate', {
      percent: Math.round(own.hitRate * 100),
      share: share * 100,
      weeks: horizon,
      origins: own.origins,
      naive: Math.round((naive.hitRate ?? 0) * 100),
    }),
  ]
  if (own.againstLastYear) {
    const { better, worse, p } = own.againstLastYear
    reasons.push(reason(own.predicts ? 'backtest.predicts' : 'backtest.no-prediction', { better, worse, p }))
  }
  return reasons
}

/**
 * How a method did in the newest backtest that saw nothing later: what must stand beside anything offered as a
 * prediction. Null: never tested, so nothing of it is one.
 */
export async function findBacktest(
  corpus: Corpus,
  method: Method,
  knownOn?: string,
): Promise<BacktestMethod | null> {
  const run = await findRun(corpus, 'backtest', { knownOn })
  return run ? (BacktestRun.parse(run.summary).methods.find((own) => own.method === method) ?? null) : null
}
