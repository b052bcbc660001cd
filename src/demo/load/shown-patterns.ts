import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import type { ShownPattern } from '../ruler/ruler.ts'

const Row = z.object({ id: z.string(), q: z.number(), ads: z.array(z.string()) })

/** The patterns the newest run shows, with the ads they hold by the ids their sites gave them. */
export async function shownPatterns(corpus: Corpus): Promise<ShownPattern[]> {
  return corpus.query(
    `SELECT pattern.id AS id, any(pattern.q) AS q, groupArray(ad.external_id) AS ads
     FROM detect_pattern AS pattern
     INNER JOIN detect_pattern_member AS member ON member.run = pattern.run AND member.pattern = pattern.id
     INNER JOIN (SELECT id, external_id FROM sources_ad FINAL) AS ad ON ad.id = member.id
     WHERE pattern.state = 'shown'
       AND pattern.run = (SELECT argMax(run, finished_at) FROM detect_run)
     GROUP BY pattern.id ORDER BY q, id`,
    Row,
  )
}
