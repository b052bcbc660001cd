import { latLngToCell } from 'h3-js'
import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { SMALLEST_SHOWN } from '../withhold.ts'

export const serviceKinds = [
  'shelter',
  'legal-aid',
  'health',
  'labour-inspection',
  'police',
  'other',
] as const
export type ServiceKind = (typeof serviceKinds)[number]

/** Resolution at which a service is kept: about 17 km across. */
export const SERVICE_RESOLUTION = 5

/** One place where help can be had, as an operator brings it. The point is made coarse before it is kept. */
export const ServiceRecord = z.object({
  id: z.string().min(1).max(100).describe('Unique within its source'),
  kind: z.enum(serviceKinds),
  country: z.string().regex(/^[A-Z]{3}$/, 'expected a country as three capital letters'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  languages: z.array(z.string().min(2).max(20)).default([]),
  isOpen: z.boolean().default(true).describe('false: closed; it is kept, and no longer counted'),
})
export type ServiceRecord = z.infer<typeof ServiceRecord>

/** A service as it is kept: a coarse cell, never an address or a name. */
export const Service = z.object({
  id: z.string(),
  kind: z.enum(serviceKinds),
  country: z.string(),
  cell: z.string(),
  languages: z.array(z.string()),
})
export type Service = z.infer<typeof Service>

/** Keeps services; the same id of the same source takes the place of the earlier one. */
export async function recordServices(
  corpus: Corpus,
  source: string,
  records: readonly ServiceRecord[],
): Promise<void> {
  const version = Date.now()
  await corpus.insert(
    'places_service',
    records.map(({ latitude, longitude, isOpen, ...record }) => ({
      ...record,
      cell: BigInt(`0x${latLngToCell(latitude, longitude, SERVICE_RESOLUTION)}`),
      is_open: isOpen ? 1 : 0,
      source,
      version,
    })),
  )
}

/** Every open service. */
export async function listServices(corpus: Corpus): Promise<Service[]> {
  return corpus.query(
    `SELECT id, kind, country, h3ToString(cell) AS cell, languages
     FROM places_service FINAL WHERE is_open = 1 ORDER BY source, id`,
    Service,
    {},
  )
}

const Spoken = z.object({ cell: z.string(), language: z.string(), share: z.number() })
export type Spoken = z.infer<typeof Spoken>

/** Fewer posts than these say nothing about which languages are spoken in an area. */
const LEAST_POSTS = 20
const LEAST_SHARE = 0.1
/** A language of fewer posts could point to a few people, whatever its share. */
const LEAST_WRITTEN = SMALLEST_SHOWN

/**
 * Languages of an area's posts, each with its share, where at least a tenth is written in it and at least 20 posts are
 * known, three of them in it: a language of fewer could point to a few people.
 */
export async function languagesByArea(
  corpus: Corpus,
  query: { resolution: number; knownOn: string },
): Promise<Spoken[]> {
  return corpus.query(
    `SELECT cell, language, n / total AS share FROM (
       SELECT h3ToString(h3ToParent(h3, {resolution:UInt8})) AS cell, language, count() AS n,
              sum(n) OVER (PARTITION BY cell) AS total
       FROM sources_ad FINAL
       WHERE h3 != 0 AND language != '' AND toDate(posted_at) <= {knownOn:Date}
       GROUP BY cell, language)
     WHERE total >= {least:UInt32} AND n >= total * {share:Float64} AND n >= {written:UInt32} ORDER BY cell, share DESC, language`,
    Spoken,
    { ...query, least: LEAST_POSTS, share: LEAST_SHARE, written: LEAST_WRITTEN },
  )
}
