import { z } from 'zod'
import { StoredReason } from '../reasons.ts'
import { ShownCount } from '../withhold.ts'

/** One area of a cluster; a count below the threshold, or one that would give such a count away, is not shown. */
export const ClusterMember = z.object({
  cell: z.string(),
  place: z.string(),
  ...ShownCount.shape,
  expected: z
    .number()
    .nullable()
    .describe('Null where it is made of the area’s own counts, which it would give away: all but Poisson'),
})

export const ShownCluster = z.object({
  rank: z.number().int().describe('1: the likeliest; later ones share no area with an earlier one'),
  cell: z.string().describe('The window’s centre'),
  place: z.string(),
  country: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  radiusKm: z.number().describe('To the farthest member’s middle; of an ellipse its longer half'),
  ratio: z.number().describe('Longer over shorter axis; 1 is a circle'),
  angleDegrees: z.number().describe('Of the longer axis, from east towards north'),
  from: z.string(),
  to: z.string().describe('Last day, inclusive'),
  observed: z.number().describe('Never below the threshold: windows with fewer are no cluster'),
  expected: z.number(),
  relativeRisk: z.number().nullable().describe('Null under permutation, which knows of no risk'),
  llr: z.number(),
  p: z.number().nullable().describe('Monte Carlo, over all windows at once'),
  pGumbel: z
    .number()
    .nullable()
    .describe('Tail of a Gumbel distribution fitted to the replicas: resolves small p'),
  recurrenceDays: z
    .number()
    .nullable()
    .describe('Prospective: how rarely chance alone would bring such a window'),
  significant: z.boolean().describe('p at most 0.05'),
  members: z.array(ClusterMember),
  reasons: z.array(StoredReason),
})
export type ShownCluster = z.infer<typeof ShownCluster>

/** A scan as it is stored and shown. */
export const ScanRun = z.object({
  run: z.string(),
  knownOn: z.string(),
  from: z.string(),
  to: z.string(),
  layer: z.string(),
  model: z.string(),
  shape: z.string(),
  time: z.string(),
  periodWeeks: z.number(),
  exposure: z.string().describe('none, population, effort, control (Bernoulli) or margins (permutation)'),
  areas: z.string().nullable(),
  locations: z.number(),
  total: z.number().nullable().describe('Null: withheld, because it is below the threshold and not 0'),
  replicasRun: z.number(),
  stoppedEarly: z.boolean(),
  clusters: z.array(ShownCluster),
  notKnown: z.array(StoredReason),
})
export type ScanRun = z.infer<typeof ScanRun>
