import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { type FamilyLineage, lineage } from './lineage.ts'

const Posting = z.object({ family: z.string(), edition: z.string(), at: z.string(), place: z.string() })

/** The families of texts in a pattern of a run, the largest first. Posts without a day or of no template are left out. */
export async function patternLineage(corpus: Corpus, run: string, id: string): Promise<FamilyLineage[]> {
  const postings = await corpus.query(
    `WITH own AS (
       SELECT s.number AS number, posted_at, place_text
       FROM (SELECT id, posted_at, place_text FROM sources_ad FINAL
             WHERE posted_at > toDateTime(0, 'UTC')
               AND id IN (SELECT id FROM detect_member WHERE run = {run:String} AND pattern = {id:String})) AS ad
       INNER JOIN (SELECT id, number FROM detect_signature FINAL) AS s USING (id)
     )
     SELECT family.template AS family, edition.template AS edition,
       formatDateTime(posted_at, '%Y-%m-%dT%H:%i:%SZ') AS at, place_text AS place
     FROM own
     INNER JOIN (SELECT number, template FROM detect_template_member
                 WHERE run = {run:String} AND level = 'template') AS family ON family.number = own.number
     LEFT JOIN (SELECT number, template FROM detect_template_member
                WHERE run = {run:String} AND level = 'edition') AS edition ON edition.number = own.number
     ORDER BY posted_at`,
    Posting,
    { run, id },
  )
  const [reach] = await corpus.query(
    `SELECT formatDateTime(max(posted_at), '%Y-%m-%dT%H:%i:%SZ') AS until FROM sources_ad`,
    z.object({ until: z.string() }),
  )
  return lineage(postings, reach?.until ?? '1970-01-01T00:00:00Z')
}
