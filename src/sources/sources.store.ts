import { z } from 'zod'
import { type Corpus, Count } from '#platform/corpus'
import { formats } from './formats.ts'
import { openGazetteer } from './gazetteer/index.ts'

export const ObservationKind = z.enum(['ads', 'incidents', 'statistics', 'records'])
export type ObservationKind = z.infer<typeof ObservationKind>

const tables = {
  ads: {
    table: 'sources_ad',
    first: 'toDate(minIf(posted_at, posted_at > 0))',
    last: 'toDate(max(posted_at))',
    located: true,
  },
  incidents: {
    table: 'sources_incident',
    first: 'min(occurred_on)',
    last: 'max(occurred_on)',
    located: true,
  },
  statistics: {
    table: 'sources_statistic',
    first: 'makeDate(min(year), 1, 1)',
    last: 'makeDate(max(year), 12, 31)',
    located: false,
  },
  records: {
    table: 'sources_record',
    first: 'makeDate(minIf(year, year > 0), 1, 1)',
    last: 'makeDate(max(year), 12, 31)',
    located: false,
  },
} as const

/** What is held of one source. */
export const SourceSummary = z.object({
  source: z.string(),
  kind: ObservationKind,
  rows: z.int(),
  countries: z.int().describe('How many countries its rows name'),
  firstDay: z.string().describe('The earliest day told; 1970-01-01 when no row tells one'),
  lastDay: z.string(),
  withoutPlace: z.int().describe('Rows that name a place which could not be told'),
})
export type SourceSummary = z.infer<typeof SourceSummary>

/** Every source with what it holds now, by kind of observation. */
export async function listSources(corpus: Corpus): Promise<SourceSummary[]> {
  const answers = await Promise.all(
    Object.entries(tables).map(([kind, { table, first, last, located }]) =>
      corpus.query(
        `SELECT source, '${kind}' AS kind, count() AS rows, uniqExactIf(country, country != '') AS countries,
           toString(${first}) AS firstDay, toString(${last}) AS lastDay,
           ${located ? `countIf(${unresolved})` : 'toUInt64(0)'} AS withoutPlace
         FROM ${table} FINAL GROUP BY source ORDER BY source`,
        SourceSummary.extend({ rows: Count, countries: Count, withoutPlace: Count }),
      ),
    ),
  )
  return answers.flat()
}

/** A row whose place text told nothing, and that brings no point of its own. */
const unresolved = `place_id = '' AND place_text != '' AND latitude IS NULL`

/** A place as it was written, that no rule could tell: how often, and what it could have been. */
export const UnresolvedPlaceText = z.object({
  placeText: z.string(),
  country: z.string(),
  rows: z.int(),
  sources: z.array(z.string()),
  reason: z.string(),
  candidates: z
    .array(z.string())
    .describe('Place ids it could be; empty: the gazetteer has none of that name'),
})
export type UnresolvedPlaceText = z.infer<typeof UnresolvedPlaceText>

/** The places most rows wait for, of one source or of all. */
export async function listUnresolved(
  corpus: Corpus,
  source: string | undefined,
  limit: number,
): Promise<UnresolvedPlaceText[]> {
  const of = (table: string) =>
    `SELECT place_text, country, source FROM ${table} FINAL
     WHERE ${unresolved} AND ({source:String} = '' OR source = {source:String})`
  const rows = await corpus.query(
    `SELECT place_text AS placeText, country, count() AS rows, arraySort(groupUniqArray(20)(source)) AS sources
     FROM (${of(formats['ads-csv'].table)} UNION ALL ${of(formats['incidents-csv'].table)})
     GROUP BY place_text, country ORDER BY rows DESC, place_text LIMIT {limit:UInt32}`,
    UnresolvedPlaceText.omit({ reason: true, candidates: true }).extend({ rows: Count }),
    { source: source ?? '', limit },
  )
  const gazetteer = openGazetteer()
  return rows.map((row) => {
    const place = gazetteer.resolve(row.placeText, row.country)
    return place.found
      ? { ...row, reason: 'known now: import the file again', candidates: [place.placeId] }
      : { ...row, reason: place.reason, candidates: place.candidates }
  })
}

/** How many rows that these imports brought wait for a place. */
export async function countUnresolved(corpus: Corpus, imports: readonly string[]): Promise<number> {
  const of = (table: string) =>
    `SELECT count() AS rows FROM ${table} FINAL WHERE import_id IN {imports:Array(String)} AND ${unresolved}`
  const rows = await corpus.query(
    `SELECT sum(rows) AS rows FROM (${of('sources_ad')} UNION ALL ${of('sources_incident')})`,
    z.object({ rows: Count }),
    { imports },
  )
  return rows[0]?.rows ?? 0
}
