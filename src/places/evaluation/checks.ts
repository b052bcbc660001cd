import { z } from 'zod'

const Column = z.object({ file: z.string(), column: z.string() })
const Tolerance = z.union([z.number().nonnegative(), z.literal('monte-carlo')])
const Graph = { values: Column, edges: z.string(), style: z.enum(['B', 'W']) }
const shared = { name: z.string(), tolerance: Tolerance }
const Points = z.object({ file: z.string(), x: z.string(), y: z.string() })
const Series = { series: Column, from: z.number().int(), to: z.number().int() }
const Alarms = z.object({ file: z.string(), bound: z.string(), alarm: z.string() })

/** One line of a `checks.json`: what to compute from which files, what to compare with, and how closely. */
export const Check = z.discriminatedUnion('kind', [
  z.object({
    ...shared,
    kind: z.literal(['gi', 'gi-star', 'gi-star-bh', 'local-moran', 'local-moran-z']),
    ...Graph,
    expected: Column,
  }),
  z.object({
    ...shared,
    kind: z.literal('gi-permutation'),
    ...Graph,
    permutations: z.number().int().positive(),
    withReplacement: z.boolean().default(false),
    expected: Column.extend({ permutations: z.number().int().positive() }),
  }),
  z.object({
    ...shared,
    kind: z.literal('gi-band'),
    points: Points.extend({ value: z.string() }),
    distance: z.number().positive(),
    expected: Column,
  }),
  z.object({
    ...shared,
    kind: z.literal('eb-global'),
    counts: z.object({ file: z.string(), cases: z.string(), population: z.string() }),
    expected: Column,
  }),
  z.object({
    ...shared,
    kind: z.literal('farrington-flexible'),
    ...Series,
    settings: z.object({
      b: z.number().int(),
      w: z.number().int(),
      noPeriods: z.number().int(),
      weightsThreshold: z.number(),
      pastWeeksNotIncluded: z.number().int(),
      trend: z.union([z.enum(['always', 'never']), z.object({ pThreshold: z.number() })]).default('always'),
      limit: z.tuple([z.number(), z.number().int()]),
      alpha: z.number(),
      threshold: z.enum(['nbPlugin', 'muan', 'delta']),
      powerTransform: z.literal('2/3').optional(),
    }),
    expected: Alarms,
  }),
  z.object({
    ...shared,
    kind: z.literal('ears'),
    method: z.enum(['C1', 'C2']),
    ...Series,
    settings: z.object({ baseline: z.number().int(), alpha: z.number() }),
    expected: Alarms,
  }),
  z.object({
    ...shared,
    kind: z.literal('scan-poisson'),
    locations: z.object({
      file: z.string(),
      id: z.string(),
      x: z.string(),
      y: z.string(),
      cases: z.string(),
      population: z.string(),
    }),
    maxPopulation: z.number().positive().max(1),
    shape: z.literal('circle'),
    expected: z.object({ file: z.string(), clusters: z.number().int().positive() }),
  }),
  z.object({
    ...shared,
    kind: z.literal('knox'),
    points: Points.extend({ time: z.string(), where: z.record(z.string(), z.unknown()).optional() }),
    epsTime: z.number(),
    epsSpace: z.number(),
    expected: z.object({ close: z.number(), expected: z.number(), poissonTail: z.number() }),
  }),
  z.object({
    ...shared,
    kind: z.literal('kde-gaussian'),
    points: Points,
    sigma: z.number().positive(),
    grid: Points,
    expected: Column,
  }),
])
export type Check = z.infer<typeof Check>

/** What every line has, whether we know its kind or not. */
export const CheckName = z.looseObject({ name: z.string(), tolerance: Tolerance })

/** A cluster as a reference prints it. */
export const ReferenceClusters = z.array(z.object({ members: z.array(z.string()), llr: z.number() }))

export type CheckResult = {
  name: string
  maxAbsDiff: number
  tolerance: number | 'monte-carlo'
  ok: boolean
  note?: string
}
