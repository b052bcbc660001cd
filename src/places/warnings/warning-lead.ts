import { getResolution } from 'h3-js'
import { z } from 'zod'
import { findPatternLead } from '#detect'
import type { Corpus } from '#platform/corpus'
import { addDays } from '../counts/weeks.ts'
import { findWarning } from './warnings.store.ts'

/** What a lead from a confirmed warning rests on. */
export type WarningLead = {
  title: string
  reasons: string[]
  observationIds: string[]
  country: string | null
}

/**
 * The observations behind a warning: the posts of the pattern that arrived, or the incidents told in that area in
 * those weeks. Undefined when the warning is gone.
 */
export async function findWarningLead(corpus: Corpus, id: string): Promise<WarningLead | undefined> {
  const warning = await findWarning(corpus, id)
  if (!warning) return undefined
  const behind = warning.kind === 'arrival' ? await findPatternLead(corpus, warning.pattern) : undefined
  return {
    title: `${warning.place}, ${warning.firstWeek} to ${addDays(warning.lastWeek, 6)}`,
    reasons: warning.reasons.map(({ text }) => text),
    observationIds: behind?.observationIds ?? (await incidentIds(corpus, warning)),
    country: warning.country === '' ? null : warning.country,
  }
}

async function incidentIds(
  corpus: Corpus,
  warning: { cell: string; firstWeek: string; lastWeek: string },
): Promise<string[]> {
  const rows = await corpus.query(
    `SELECT id FROM sources_incident FINAL
     WHERE h3 != 0 AND h3ToString(h3ToParent(h3, {resolution:UInt8})) = {cell:String}
       AND known_on BETWEEN {from:Date} AND {to:Date} ORDER BY id`,
    z.object({ id: z.string() }),
    {
      resolution: getResolution(warning.cell),
      cell: warning.cell,
      from: warning.firstWeek,
      to: addDays(warning.lastWeek, 6),
    },
  )
  return rows.map((row) => row.id)
}
