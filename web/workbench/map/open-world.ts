import * as maplibre from 'maplibre-gl/dist/maplibre-gl-csp'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-csp-worker.js?url'
import type { GeoJSONSource, StyleSpecification } from 'maplibre-gl'
import { loadCountries } from './countries.ts'
import type { ClusterFeature, HotspotFeature, WindowFeature } from './place-queries.ts'

// A worker from a file of ours, not from a blob: the content security policy allows nothing else.
maplibre.setWorkerUrl(workerUrl)

export type Line = {
  id: string
  from: [number, number]
  to: [number, number]
  count: number
  weight: number
  dashed: boolean
}

/** West, south, east, north. */
export type Bounds = [number, number, number, number]

export type World = {
  showHotspots: (features: readonly (HotspotFeature | WindowFeature)[]) => void
  showClusters: (features: readonly ClusterFeature[]) => void
  showLines: (lines: readonly Line[]) => void
  select: (cell: string | undefined) => void
  /** Draws only what stands out: areas that are hot or cold, and the strongest lines. */
  drawLess: () => void
  /** Tells when a movement was drawn with fewer frames a second than an eye takes for motion. */
  onSlow: (tell: () => void) => void
  lookAt: (bounds: Bounds) => void
  zoomBy: (steps: number) => void
  place: (element: HTMLElement, at: [number, number]) => () => void
  close: () => void
}

/** Below this, a movement stutters. */
const leastFrames = 30
/** Shorter movements say nothing about speed. */
const leastMovement = 400
const fewLines = 100

const view = { padding: 60, maxZoom: 7 }
const empty: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }
const colours = {
  light: { sea: '#e6eeef', land: '#fafbfa', border: '#c6d1cd', line: '#4a5652' },
  dark: { sea: '#131b1d', land: '#1f2826', border: '#3a4643', line: '#b6c0bc' },
}
// Okabe and Ito's vermillion and blue; the outline tells hot (full) from cold (dashed) without colour.
const byClass = ['match', ['get', 'class'], 'hot', '#d55e00', 'cold', '#0072b2', '#8c9894']

/** Opens a map in an element. Rejects where the machine cannot draw one. */
export async function openWorld(
  container: HTMLElement,
  scheme: 'light' | 'dark',
  bounds: Bounds | undefined,
  onSelect: (cell: string) => void,
): Promise<World> {
  const countries = await loadCountries()
  const map = new maplibre.Map({
    container,
    style: style(scheme, countries),
    ...(bounds ? { bounds, fitBoundsOptions: view } : { center: [10, 25], zoom: 1.2 }),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    maxZoom: 12,
    fadeDuration: 0,
  })
  map.touchZoomRotate.disableRotation()
  map.on('click', 'hotspots', (event) => {
    const cell: unknown = event.features?.[0]?.properties['cell']
    if (typeof cell === 'string') onSelect(cell)
  })
  map.on('mouseenter', 'hotspots', () => (map.getCanvas().style.cursor = 'pointer'))
  map.on('mouseleave', 'hotspots', () => (map.getCanvas().style.cursor = ''))
  await map.once('style.load')
  let isClosed = false
  const fill = (id: string, features: GeoJSON.Feature[]): void => {
    if (!isClosed) void (map.getSource(id) as GeoJSONSource).setData({ type: 'FeatureCollection', features })
  }
  let lines: readonly Line[] = []
  let isLess = false
  const setLines = (): void => {
    const drawn = isLess ? lines.toSorted((a, b) => b.count - a.count).slice(0, fewLines) : lines
    fill('lines', drawn.map(curveOf))
  }
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  return {
    showHotspots: (features) => fill('hotspots', [...features]),
    showClusters: (features) => fill('clusters', [...features]),
    showLines(next) {
      lines = next
      setLines()
    },
    drawLess() {
      isLess = true
      map.setFilter('hotspots', ['!=', ['get', 'class'], 'none'])
      setLines()
    },
    onSlow(tell) {
      let frames = 0
      let began = 0
      map.on('movestart', () => {
        frames = 0
        began = performance.now()
      })
      map.on('render', () => frames++)
      map.on('moveend', () => {
        const took = performance.now() - began
        if (took > leastMovement && (frames * 1000) / took < leastFrames) tell()
      })
    },
    select: (cell) => void map.setFilter('selected', ['==', ['get', 'cell'], cell ?? '']),
    lookAt: (bounds) => void map.fitBounds(bounds, { ...view, animate: !calm, duration: 500 }),
    zoomBy: (steps) => void map.zoomTo(map.getZoom() + steps, { animate: !calm }),
    place(element, at) {
      const marker = new maplibre.Marker({ element }).setLngLat(at).addTo(map)
      // It makes a button of what it carries; ours are buttons already, or only to be looked at.
      element.removeAttribute('role')
      element.removeAttribute('aria-label')
      return () => void marker.remove()
    },
    close() {
      isClosed = true
      map.remove()
    },
  }
}

function style(scheme: 'light' | 'dark', countries: GeoJSON.FeatureCollection): StyleSpecification {
  const colour = colours[scheme]
  return {
    version: 8,
    sources: {
      countries: { type: 'geojson', data: countries },
      hotspots: { type: 'geojson', data: empty },
      clusters: { type: 'geojson', data: empty },
      lines: { type: 'geojson', data: empty },
      tens: { type: 'geojson', data: graticule(10) },
      ones: { type: 'geojson', data: graticule(1) },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': colour.sea } },
      { id: 'land', type: 'fill', source: 'countries', paint: { 'fill-color': colour.land } },
      {
        id: 'borders',
        type: 'line',
        source: 'countries',
        paint: { 'line-color': colour.border, 'line-width': 0.8 },
      },
      {
        id: 'tens',
        type: 'line',
        source: 'tens',
        paint: { 'line-color': colour.border, 'line-width': 0.5, 'line-opacity': 0.6 },
      },
      {
        id: 'ones',
        type: 'line',
        source: 'ones',
        minzoom: 5,
        paint: { 'line-color': colour.border, 'line-width': 0.4, 'line-opacity': 0.5 },
      },
      {
        id: 'hotspots',
        type: 'fill',
        source: 'hotspots',
        paint: {
          'fill-color': byClass as never,
          'fill-opacity': ['match', ['get', 'class'], 'hot', 0.6, 'cold', 0.5, 0.12],
        },
      },
      {
        id: 'hot-outline',
        type: 'line',
        source: 'hotspots',
        filter: ['==', ['get', 'class'], 'hot'],
        paint: { 'line-color': '#a34700', 'line-width': 1.6 },
      },
      {
        id: 'cold-outline',
        type: 'line',
        source: 'hotspots',
        filter: ['==', ['get', 'class'], 'cold'],
        paint: { 'line-color': '#004f7c', 'line-width': 1.4, 'line-dasharray': [2, 1.5] },
      },
      {
        id: 'clusters',
        type: 'line',
        source: 'clusters',
        paint: { 'line-color': colour.line, 'line-width': ['case', ['get', 'significant'], 2.4, 1] },
      },
      {
        id: 'lines',
        type: 'line',
        source: 'lines',
        filter: ['!', ['get', 'dashed']],
        layout: { 'line-cap': 'round' },
        paint: { 'line-color': '#009e73', 'line-opacity': 0.75, 'line-width': ['get', 'weight'] },
      },
      {
        id: 'dashed-lines',
        type: 'line',
        source: 'lines',
        filter: ['get', 'dashed'],
        paint: { 'line-color': '#009e73', 'line-width': ['get', 'weight'], 'line-dasharray': [2, 1.5] },
      },
      {
        id: 'selected',
        type: 'line',
        source: 'hotspots',
        filter: ['==', ['get', 'cell'], ''],
        paint: { 'line-color': colour.line, 'line-width': 3 },
      },
    ],
  }
}

/** Lines of latitude and longitude every so many degrees: something to hold on to where there is only sea. */
function graticule(step: number): GeoJSON.Feature {
  const upTo = (from: number, to: number): number[] =>
    Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step)
  const coordinates = [
    ...upTo(-180, 180).map((x) => [
      [x, -80],
      [x, 80],
    ]),
    ...upTo(-80, 80).map((y) => [
      [-180, y],
      [180, y],
    ]),
  ]
  return { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates } }
}

/** A line bent to one side, so that the way there and the way back lie apart. */
export function curveOf({ id, from, to, weight, dashed }: Line): GeoJSON.Feature {
  const [x1, y1] = from
  const [x2, y2] = to
  const bend: [number, number] = [(x1 + x2) / 2 - (y2 - y1) * 0.18, (y1 + y2) / 2 + (x2 - x1) * 0.18]
  const coordinates = Array.from({ length: 33 }, (_, index) => {
    const s = index / 32
    const at = (a: number, b: number, c: number): number =>
      (1 - s) ** 2 * a + 2 * (1 - s) * s * b + s ** 2 * c
    return [at(x1, bend[0], x2), at(y1, bend[1], y2)]
  })
  return {
    type: 'Feature',
    id,
    properties: { weight, dashed },
    geometry: { type: 'LineString', coordinates },
  }
}
