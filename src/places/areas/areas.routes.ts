import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { endpoint, type Endpoint } from '#platform/http'
import { unitGeometry } from '../hotspots/hotspot-feature.ts'
import { AreaSetName, AreaSetSummary, getAreaSet, listAreaSets, storeAreas } from './areas.store.ts'
import { readAreas } from './read-areas.ts'

const Remark = z.object({ feature: z.number(), code: z.string(), leftOut: z.boolean(), what: z.string() })

/** An operator's areas: what there is, one set's outlines, and bringing another. */
export function areasEndpoints({ corpus }: { corpus: Corpus }): Endpoint[] {
  const read = { resource: 'places', action: 'read', purpose: 'analysis' } as const
  return [
    endpoint({
      method: 'get',
      path: '/places/areas',
      summary: 'The sets of administrative areas that can be counted by, with what was left out of each',
      access: read,
      answer: z.object({ sets: z.array(AreaSetSummary.extend({ remarks: z.array(Remark) })) }),
      async handle() {
        return { sets: await listAreaSets(corpus) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/places/areas/{name}',
      summary: 'One set as GeoJSON',
      access: read,
      params: z.object({ name: AreaSetName }),
      answer: z.looseObject({
        type: z.literal('FeatureCollection'),
        features: z.array(z.looseObject({ type: z.literal('Feature') })),
      }),
      async handle({ params }) {
        const { areas, ...set } = await getAreaSet(corpus, params.name)
        const outlines = new Map(areas.map(({ id, outline }) => [id, outline]))
        return {
          type: 'FeatureCollection' as const,
          ...set,
          features: areas.map(({ id, code, name, country, population, squareKilometres }) => ({
            type: 'Feature' as const,
            id,
            geometry: unitGeometry(id, outlines),
            properties: { cell: id, code, name, country, population, squareKilometres },
          })),
        }
      },
    }),
    endpoint({
      method: 'post',
      path: '/places/areas/{name}',
      summary: 'Brings administrative areas as GeoJSON (WGS 84); a set of the same name is replaced',
      access: { resource: 'places', action: 'update', purpose: 'analysis' },
      params: z.object({ name: AreaSetName }),
      body: z.object({
        title: z.string().min(1).max(200),
        source: z.string().max(500).default(''),
        columns: z
          .object({
            code: z.string().default('code'),
            name: z.string().default('name'),
            population: z.string().optional(),
            country: z.string().optional(),
          })
          .default({ code: 'code', name: 'name' }),
        geojson: z.looseObject({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) }),
      }),
      answer: z.object({
        name: z.string(),
        areas: z.number(),
        withoutPopulation: z.number(),
        remarks: z.array(Remark),
      }),
      status: 201,
      async handle({ params, body }) {
        const found = readAreas(body.title, body.geojson, body.columns)
        await storeAreas(corpus, { name: params.name, title: body.title, source: body.source }, found)
        return {
          name: params.name,
          areas: found.areas.length,
          withoutPopulation: found.areas.filter(({ population }) => !population).length,
          remarks: found.remarks,
        }
      },
    }),
  ]
}
