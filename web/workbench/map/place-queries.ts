import { useQuery } from '@tanstack/react-query'
import type { Reason, Route, ShownCount, StoredHotspot, StoredWarning, WarningLife } from '#places'
import { api, part } from '../api.ts'

export type HotspotFeature = {
  type: 'Feature'
  id: string
  geometry: { type: 'Polygon'; coordinates: [number, number][][] }
  properties: Omit<StoredHotspot, 'latitude' | 'longitude'> & { centre: [number, number] }
}

export type Hotspots = {
  type: 'FeatureCollection'
  run: string | null
  knownOn: string | null
  smallestShown: number
  exposure?: string
  weights?: string
  features: HotspotFeature[]
}

export const useHotspots = () =>
  useQuery({
    queryKey: ['places', 'hotspots'],
    queryFn: ({ signal }) => api.get<Hotspots>('/places/hotspots', { signal }),
  })

export type Warning = Omit<StoredWarning, 'observed' | 'p'> &
  ShownCount & { p: number | null; life: WarningLife | null }
export type WarningReason = Reason

export const useWarnings = () =>
  useQuery({
    queryKey: ['places', 'warnings'],
    queryFn: ({ signal }) =>
      api.get<{ run: string | null; knownOn: string | null; warnings: Warning[] }>('/places/warnings', {
        signal,
      }),
  })

export type Week = ShownCount & {
  week: string
  name: string
  expected: number | null
  bound: number | null
  alarm: boolean
}

export const useWarning = (id: string | undefined) =>
  useQuery({
    queryKey: ['places', 'warnings', id],
    queryFn: ({ signal }) =>
      api.get<Warning & { series: Week[] }>(`/places/warnings/${part(id ?? '')}`, { signal }),
    enabled: id !== undefined,
  })

export const routeKinds = ['pair', 'sequence', 'inferred'] as const
export type RouteKind = (typeof routeKinds)[number]
export type Routes = { kind: RouteKind; k: number; withheld: number; routes: Route[] }

export const useRoutes = (kind: RouteKind) =>
  useQuery({
    queryKey: ['places', 'routes', kind],
    queryFn: ({ signal }) => api.get<Routes>('/places/routes', { query: { kind }, signal }),
  })

export const layers = ['reports', 'enforcement', 'ads', 'patterns'] as const
export type SeriesLayer = (typeof layers)[number]

export const useSeries = (layer: SeriesLayer, knownOn: string | null | undefined) =>
  useQuery({
    queryKey: ['places', 'series', layer, knownOn],
    queryFn: async ({ signal }) =>
      (await api.get<{ series: Week[] }>('/places/series', { query: { layer, knownOn, weeks: 104 }, signal }))
        .series,
  })
