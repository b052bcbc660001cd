import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type {
  BacktestRun,
  Reason,
  Route,
  ScanRun,
  ServiceGapAnswer,
  ShownCount,
  StoredHotspot,
  StoredSetting,
  StoredWarning,
  TrackRecord,
  WarningLife,
} from '#places'
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
  from: string | null
  to: string | null
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

/** Weeks chosen on the brush, as Mondays. */
export type Brush = { from: string; to: string } | undefined

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** Which areas stand out in the weeks chosen: without counts, which two windows would give away. */
export type WindowFeature = Pick<HotspotFeature, 'type' | 'id' | 'geometry'> & {
  properties: Pick<
    HotspotFeature['properties'],
    'cell' | 'place' | 'country' | 'class' | 'q' | 'stability' | 'unjudged' | 'centre'
  >
}

export const useHotspotWindow = (brush: Brush, knownOn: string | null) =>
  useQuery({
    queryKey: ['places', 'hotspots', 'window', brush, knownOn],
    queryFn: ({ signal }) =>
      api.get<{ from: string; to: string; features: WindowFeature[] }>('/places/hotspots/window', {
        query: { from: brush?.from, to: daysAfter(brush?.to ?? '', 6), knownOn },
        signal,
      }),
    enabled: brush !== undefined && knownOn !== null,
    placeholderData: keepPreviousData,
  })

export const useSettings = () =>
  useQuery({
    queryKey: ['places', 'hotspots', 'settings'],
    queryFn: ({ signal }) =>
      api.get<{ run: string | null; used: Record<string, unknown>; settings: StoredSetting[] }>(
        '/places/hotspots/settings',
        { signal },
      ),
  })

export type Cluster = ScanRun['clusters'][number]
export type ClusterFeature = Pick<HotspotFeature, 'type' | 'id' | 'geometry'> & {
  properties: { rank: number; significant: boolean; cell: string; place: string }
}
export type Scan = { scan: ScanRun | null; features: ClusterFeature[] }

export const useScan = () =>
  useQuery({
    queryKey: ['places', 'scans'],
    queryFn: ({ signal }) => api.get<Scan>('/places/scans', { signal }),
  })

export const useServiceGap = () =>
  useQuery({
    queryKey: ['places', 'service-gap'],
    queryFn: ({ signal }) => api.get<ServiceGapAnswer>('/places/service-gap', { signal }),
  })

export const useBacktest = () =>
  useQuery({
    queryKey: ['places', 'backtests'],
    queryFn: ({ signal }) => api.get<{ backtest: BacktestRun | null }>('/places/backtests', { signal }),
  })

export const useTrackRecord = () =>
  useQuery({
    queryKey: ['places', 'track-record'],
    queryFn: ({ signal }) => api.get<{ records: TrackRecord[] }>('/places/track-record', { signal }),
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
export type Routes = {
  kind: RouteKind
  k: number
  withheld: number
  complementary: number
  unresolved: number | null
  routes: Route[]
}

/** Routes of the years that the brush touches: what sources state of journeys is known by the year. */
export const useRoutes = (kind: RouteKind, brush: Brush) => {
  const years = brush ? { from: brush.from.slice(0, 4), to: brush.to.slice(0, 4) } : {}
  return useQuery({
    queryKey: ['places', 'routes', kind, years],
    queryFn: ({ signal }) => api.get<Routes>('/places/routes', { query: { kind, ...years }, signal }),
    placeholderData: keepPreviousData,
  })
}

export const layers = ['reports', 'enforcement', 'ads', 'patterns'] as const
export type SeriesLayer = (typeof layers)[number]

export const useSeries = (layer: SeriesLayer, knownOn: string | null | undefined) =>
  useQuery({
    queryKey: ['places', 'series', layer, knownOn],
    queryFn: async ({ signal }) =>
      (await api.get<{ series: Week[] }>('/places/series', { query: { layer, knownOn, weeks: 104 }, signal }))
        .series,
  })
