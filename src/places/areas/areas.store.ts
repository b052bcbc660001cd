import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import { AsyliaError, BadInput } from '#platform/errors'
import { contains, type Outline } from './outline.ts'
import { looksExchanged, type AdministrativeArea, type AreaRemark } from './read-areas.ts'
import { touching } from './touching.ts'

/** One file's areas, in use as the unit of counts. */
export type AreaSet = {
  name: string
  title: string
  source: string
  remarks: AreaRemark[]
  areas: readonly (AdministrativeArea & { id: string; neighbours: readonly string[] })[]
}

/** A set with the cells of resolution 7 shared out among its areas. */
export type AreaUnit = AreaSet & {
  /** Which area (by id) a cell's observations belong to; a cell outside every area is not in it. */
  ofCell: ReadonlyMap<string, string>
  /** Observations outside every area: they are in no count, and said. */
  outsideRows: number
}

export const AreaSetName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)

/** How an area is called where a cell would be: no H3 index has a colon. */
export const areaId = (set: string, code: string): string => `${set}:${code}`

/** Stores a set; one of the same name is replaced as a whole. Refuses a file whose axes look exchanged. */
export async function storeAreas(
  corpus: Corpus,
  set: { name: string; title: string; source: string },
  read: { areas: readonly AdministrativeArea[]; remarks: readonly AreaRemark[] },
): Promise<void> {
  if (looksExchanged(read.areas, await observedPoints(corpus))) {
    throw new BadInput(
      `${set.title}: almost no observation lies in these areas, but most do with longitude and latitude exchanged; GeoJSON puts longitude first`,
    )
  }
  const version = Date.now()
  const neighbours = touching(read.areas.map(({ outline }) => outline))
  await corpus.insert(
    'places_area',
    read.areas.map((area, i) => ({
      set_name: set.name,
      version,
      code: area.code,
      name: area.name,
      country: area.country,
      population: area.population,
      latitude: area.latitude,
      longitude: area.longitude,
      square_kilometres: area.squareKilometres,
      outline: JSON.stringify(area.outline),
      neighbours: neighbours[i]!.map((j) => read.areas[j]!.code),
    })),
  )
  await corpus.insert('places_area_set', [
    {
      name: set.name,
      title: set.title,
      source: set.source,
      areas: read.areas.length,
      without_population: read.areas.filter(({ population }) => !population).length,
      remarks: JSON.stringify(read.remarks),
      version,
    },
  ])
}

const Remarks = z.string().transform((text) => JSON.parse(text) as AreaRemark[])
export const AreaSetSummary = z.object({
  name: z.string(),
  title: z.string(),
  source: z.string(),
  areas: z.number(),
  withoutPopulation: z.number(),
  remarks: Remarks,
})
export type AreaSetSummary = z.infer<typeof AreaSetSummary>

export async function listAreaSets(corpus: Corpus): Promise<AreaSetSummary[]> {
  return corpus.query(
    `SELECT name, title, source, areas, without_population AS withoutPopulation, remarks
     FROM places_area_set FINAL ORDER BY name`,
    AreaSetSummary,
  )
}

const AreaRow = z.object({
  code: z.string(),
  name: z.string(),
  country: z.string(),
  population: z.number().nullable(),
  latitude: z.number(),
  longitude: z.number(),
  squareKilometres: z.number(),
  outline: z.string().transform((text) => JSON.parse(text) as Outline),
  neighbours: z.array(z.string()),
})

/** Throws `places.areas.not-found` when no set has this name. */
export async function getAreaSet(corpus: Corpus, name: string): Promise<AreaSet> {
  const summary = (await listAreaSets(corpus)).find((set) => set.name === name)
  if (!summary)
    throw new AsyliaError('places.areas.not-found', `there are no areas called '${name}'`, { name })
  const areas = await corpus.query(
    `SELECT code, name, country, population, latitude, longitude, square_kilometres AS squareKilometres, outline, neighbours
     FROM places_area
     WHERE set_name = {name:String} AND version = (SELECT max(version) FROM places_area_set WHERE name = {name:String})
     ORDER BY code`,
    AreaRow,
    { name },
  )
  const { title, source, remarks } = summary
  return {
    name,
    title,
    source,
    remarks,
    areas: areas.map((area) => ({
      ...area,
      id: areaId(name, area.code),
      neighbours: area.neighbours.map((code) => areaId(name, code)),
    })),
  }
}

/** The set ready to count by, or undefined when none is asked for. A point on a border goes to the area first by code. */
export async function openAreaUnit(corpus: Corpus, name: string | undefined): Promise<AreaUnit | undefined> {
  if (name === undefined || name === '') return undefined
  const set = await getAreaSet(corpus, name)
  const ofCell = new Map<string, string>()
  let outsideRows = 0
  for (const { h3, latitude, longitude, rows } of await observedPoints(corpus)) {
    const area = set.areas.find(({ outline }) => contains(outline, longitude, latitude))
    if (area) ofCell.set(h3, area.id)
    else outsideRows += rows
  }
  return { ...set, ofCell, outsideRows }
}

const PointRow = z.object({ h3: z.string(), latitude: z.number(), longitude: z.number(), rows: Count })

/** Where anything was observed: the mean point of each cell of resolution 7, which is some 2 km across. */
async function observedPoints(corpus: Corpus): Promise<z.infer<typeof PointRow>[]> {
  return corpus.query(
    `SELECT h3ToString(cell) AS h3, avg(north) AS latitude, avg(east) AS longitude, count() AS rows
     FROM (SELECT h3 AS cell, assumeNotNull(latitude) AS north, assumeNotNull(longitude) AS east
           FROM sources_incident FINAL WHERE h3 != 0 AND latitude IS NOT NULL AND longitude IS NOT NULL
           UNION ALL
           SELECT h3, assumeNotNull(latitude), assumeNotNull(longitude)
           FROM sources_ad FINAL WHERE h3 != 0 AND latitude IS NOT NULL AND longitude IS NOT NULL)
     GROUP BY cell`,
    PointRow,
  )
}
