import { z } from 'zod'
import type { Corpus } from '#platform/corpus'

const Run = z.object({
  id: z.string(),
  knownOn: z.string(),
  parameters: z.string().transform((text) => JSON.parse(text) as Record<string, unknown>),
  summary: z.string().transform((text) => JSON.parse(text) as Record<string, unknown>),
  madeAt: z.string(),
})
export type Run = z.infer<typeof Run>

/** The newest run of a kind, or the newest that saw nothing later than `knownOn`. */
export async function findRun(
  corpus: Corpus,
  kind: 'hotspots' | 'warnings',
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
