import type { Countries } from './countries.ts'
import { curveOf, type Line } from './open-world.ts'
import type { ClusterFeature, HotspotFeature, Warning, WindowFeature } from './place-queries.ts'

type Printed = {
  title: string
  outlines: Countries
  spots: readonly (HotspotFeature | WindowFeature)[]
  clusters: readonly ClusterFeature[]
  warnings: readonly Warning[]
  lines: readonly Line[]
}

/**
 * The map as a drawing for print: shapes tell apart what colours tell on a screen. A file of its own, so its style
 * stands in it.
 */
export async function drawMap({
  title,
  outlines,
  spots,
  clusters,
  warnings,
  lines,
}: Printed): Promise<string> {
  const plot = await import('@observablehq/plot')
  // Outlines of areas go round as flat maps have it; a globe's library wants the other way round.
  const turned = <F extends { geometry: HotspotFeature['geometry'] }>(features: readonly F[]) =>
    features.map((feature) => ({
      ...feature,
      geometry: { ...feature.geometry, coordinates: feature.geometry.coordinates.map(reversed) },
    })) as unknown as GeoJSON.Feature[]
  const standsOut = turned(spots.filter(({ properties }) => properties.class === 'hot'))
  const cold = turned(spots.filter(({ properties }) => properties.class === 'cold'))
  const others = turned(spots.filter(({ properties }) => !['hot', 'cold'].includes(properties.class)))
  const ways = lines.map((line) => ({ ...curveOf(line), dashed: line.dashed, weight: line.weight }))
  const area: GeoJSON.FeatureCollection = {
    type: 'FeatureCollection',
    features: [
      ...spots.map(({ properties }) => point(properties.centre)),
      ...warnings.map(({ longitude, latitude }) => point([longitude, latitude])),
    ],
  }
  const chart = plot.plot({
    width: 1120,
    height: 720,
    title,
    ariaLabel: title,
    projection: {
      type: 'equirectangular',
      ...(area.features.length > 1 ? { domain: area, inset: 60 } : {}),
    },
    style: { background: 'white', color: '#111', fontFamily: 'Noto Sans, sans-serif' },
    marks: [
      plot.geo(outlines, { fill: '#f4f4f1', stroke: '#9aa39f', strokeWidth: 0.7 }),
      plot.geo(others, { fill: '#8c9894', fillOpacity: 0.12, stroke: '#c6d1cd', strokeWidth: 0.4 }),
      plot.geo(cold, { fill: '#0072b2', fillOpacity: 0.4, stroke: '#004f7c', strokeDasharray: '4,3' }),
      plot.geo(standsOut, { fill: '#d55e00', fillOpacity: 0.55, stroke: '#a34700', strokeWidth: 1.6 }),
      plot.geo(turned(clusters), { fill: 'none', stroke: '#111', strokeWidth: 2 }),
      plot.geo(ways.filter(({ dashed }) => !dashed) as GeoJSON.Feature[], {
        stroke: '#009e73',
        strokeWidth: (way: { weight: number }) => way.weight,
      }),
      plot.geo(ways.filter(({ dashed }) => dashed) as GeoJSON.Feature[], {
        stroke: '#009e73',
        strokeDasharray: '5,4',
      }),
      plot.dot(warnings as Warning[], {
        x: 'longitude',
        y: 'latitude',
        symbol: ({ kind }: Warning) => (kind === 'rise' ? 'triangle' : 'diamond'),
        r: 6,
        fill: '#e69f00',
        stroke: '#111',
      }),
      plot.text(
        spots.filter(({ properties }) => properties.class === 'hot' && properties.place !== ''),
        {
          x: ({ properties }: HotspotFeature) => properties.centre[0],
          y: ({ properties }: HotspotFeature) => properties.centre[1],
          text: ({ properties }: HotspotFeature) => properties.place,
          dy: -14,
          fontSize: 13,
          stroke: 'white',
          fill: '#111',
        },
      ),
    ],
  })
  const svg = chart instanceof SVGSVGElement ? chart : chart.querySelector('svg')!
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return svg.outerHTML
}

const point = (coordinates: [number, number]): GeoJSON.Feature => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Point', coordinates },
})

function reversed(part: unknown): unknown {
  if (!Array.isArray(part)) return part
  const isRing = Array.isArray(part[0]) && typeof part[0][0] === 'number'
  return isRing ? part.toReversed() : part.map(reversed)
}
