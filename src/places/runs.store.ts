import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { AsyliaError } from '#platform/errors'

const Run = z.object({
  id: z.string(),
  knownOn: z.string(),
  parameters: z.string().transform((text) => JSON.parse(text) as Record<string, unknown>),
  summary: z.string().transform((text) => JSON.parse(text) as Record<string, unknown>),
  madeAt: z.string(),
})
export type Run = z.infer<typeof Run>

export type RunKind = 'hotspots' | 'warnings' | 'scan' | 'near-repeat' | 'backtest'

/** The newest run of a kind, or the newest that saw nothing later than `knownOn`. */
export async function findRun(
  corpus: Corpus,
  kind: RunKind,
  options: { knownOn?: string | undefined; id?: string | undefined } = {},
): Promise<Run | undefined> {
  const [run] = await corpus.query(
    `SELECT id, toString(known_on) AS knownOn, parameters, summary, toString(made_at) AS madeAt
     FROM places_run
     WHERE kind = {kind:String} AND (known_on <= toDate({knownOn:String})) AND ({id:String} = '' OR id = {id:String})
     ORDER BY known_on DESC, made_at DESC LIMIT 1`,
    Run,
    { kind, knownOn: options.knownOn ?? '2149-06-06', id: options.id ?? '' },
  )
  return run
}

/** Stores a run whose whole answer is its summary. */
export async function storeRun(
  corpus: Corpus,
  run: { id: string; kind: RunKind; knownOn: string; parameters: unknown; summary: unknown },
): Promise<void> {
  await corpus.insert('places_run', [
    {
      id: run.id,
      kind: run.kind,
      known_on: run.knownOn,
      parameters: JSON.stringify(run.parameters),
      summary: JSON.stringify(run.summary),
      made_at: new Date().toISOString(),
    },
  ])
}

/** The run asked for by name, which there must be; else the newest, if there is one. */
export async function chooseRun(
  corpus: Corpus,
  kind: RunKind,
  query: { run?: string | undefined; knownOn?: string | undefined },
): Promise<Run | undefined> {
  const run = await findRun(corpus, kind, { id: query.run, knownOn: query.knownOn })
  if (run || query.run === undefined) return run
  throw new AsyliaError('places.run.not-found', `there is no run of ${kind} '${query.run}'`, {
    id: query.run,
  })
}
