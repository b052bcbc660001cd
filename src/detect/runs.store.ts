import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'

/** The newest run that finished; undefined before the first. Everything shown comes from it. */
export async function newestRun(corpus: Corpus): Promise<{ run: string; finishedAt: string } | undefined> {
  const [row] = await corpus.query(
    'SELECT run, toString(finished_at) AS finishedAt FROM detect_run ORDER BY finished_at DESC, run DESC LIMIT 1',
    z.object({ run: z.string(), finishedAt: z.string() }),
  )
  return row
}

export type FinishedRun = {
  run: string
  observations: number
  templates: number
  links: number
  patterns: number
  seconds: number
  parameters: unknown
}

/** Makes a run the one that is read: the last thing a run does. */
export async function finishRun(corpus: Corpus, run: FinishedRun): Promise<void> {
  await corpus.insert('detect_run', [
    {
      ...run,
      finished_at: new Date().toISOString(),
      parameters: JSON.stringify(run.parameters),
    },
  ])
}

const ofRun = [
  'detect_evidence',
  'detect_template',
  'detect_template_member',
  'detect_pattern',
  'detect_pattern_member',
  'detect_part',
  'detect_said',
  'detect_part_member',
] as const

/** Drops what runs other than `keep` left behind, runs that were stopped among them. */
export async function dropOtherRuns(corpus: Corpus, keep: readonly string[]): Promise<void> {
  for (const table of ofRun) {
    const old = await corpus.query(
      `SELECT DISTINCT run FROM ${table} WHERE run NOT IN ({keep:Array(String)})`,
      z.object({ run: z.string() }),
      { keep },
    )
    for (const { run } of old)
      await corpus.command(`ALTER TABLE ${table} DROP PARTITION {run:String}`, { run })
  }
}

export async function countSignatures(corpus: Corpus): Promise<number> {
  const [row] = await corpus.query('SELECT count() AS n FROM detect_signature FINAL', z.object({ n: Count }))
  return row?.n ?? 0
}
