import { Tabs } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { Backtests } from './backtest.tsx'
import { ChosenHotspot, ChosenWarning } from './chosen.tsx'
import { Clusters } from './clusters.tsx'
import { loadCountries } from './countries.ts'
import { Exports } from './exports.tsx'
import { Legend, Shape, type Shown } from './legend.tsx'
import { linesOf, overlaps } from './on-the-map.ts'
import {
  type Brush,
  type HotspotFeature,
  type Hotspots,
  type RouteKind,
  type SeriesLayer,
  useHotspots,
  useHotspotWindow,
  useRoutes,
  useScan,
  useWarnings,
  type Warning,
} from './place-queries.ts'
import { Series } from './series.tsx'
import { ServiceGaps } from './service-gap.tsx'
import { SettingsCompared } from './settings-compared.tsx'
import { HotspotTable, RouteTable, WarningTable, WindowTable } from './tables.tsx'
import { type Mark, World } from './world.tsx'

const none: readonly never[] = []

/** Where and when? One map, one time brush, equal tables. */
export function MapPage() {
  // Reasons come in words of the places; loaded now, so that choosing something never makes the map wait for them.
  const { t } = useTranslation(['wb-map', 'places'])
  const hotspots = useHotspots()
  const warnings = useWarnings()
  return (
    <Page title={t('workbench:place.map')} lead={t('workbench:question.map')}>
      <Answer query={hotspots}>
        {(found) => (
          <Answer query={warnings}>
            {(warned) => (
              <Places
                spots={found.features}
                warnings={warned.warnings}
                knownOn={warned.knownOn ?? found.knownOn}
                counted={found}
              />
            )}
          </Answer>
        )}
      </Answer>
    </Page>
  )
}

type PlacesProps = {
  spots: readonly HotspotFeature[]
  warnings: readonly Warning[]
  knownOn: string | null
  /** The weeks over which the hotspots were counted; null before the first run. */
  counted: Pick<Hotspots, 'from' | 'to'>
}

const tabs = ['warnings', 'hotspots', 'clusters', 'routes', 'gap', 'settings', 'backtest'] as const

function Places({ spots, warnings, knownOn, counted }: PlacesProps) {
  const { t } = useTranslation('wb-map')
  const { day, count } = useReading()
  const [shown, setShown] = useState<Shown>({ hotspots: true, clusters: false, warnings: true, routes: true })
  const [brush, setBrush] = useState<Brush>()
  const [layer, setLayer] = useState<SeriesLayer>('reports')
  const [kind, setKind] = useState<RouteKind>('pair')
  const search: { warning?: string; tab?: string } = useSearch({ strict: false })
  const [chosen, setChosen] = useState(search.warning)
  // A handle that is being drawn passes many weeks; only where it rests is asked for.
  const [resting] = useDebouncedValue(brush, 400)
  const routes = useRoutes(kind, resting)
  const inWindow = useHotspotWindow(resting, knownOn)
  const scan = useScan()
  const countries = useQuery({ queryKey: ['countries'], queryFn: loadCountries, staleTime: Infinity })

  const mapSpots = resting && inWindow.data ? inWindow.data.features : spots
  const inTime = useMemo(() => warnings.filter((one) => overlaps(one, brush)), [warnings, brush])
  const clusters = shown.clusters ? (scan.data?.features ?? none) : none
  const lines = useMemo(
    () => (shown.routes && countries.data ? linesOf(routes.data?.routes ?? [], spots, countries.data) : none),
    [shown.routes, routes.data, spots, countries.data],
  )
  const labels = useMemo(() => (shown.hotspots ? labelsOf(spots) : none), [shown.hotspots, spots])
  const marks = useMemo(
    (): readonly Mark[] => [
      ...labels,
      ...(shown.warnings
        ? inTime.map((one) => ({
            id: one.id,
            at: [one.longitude, one.latitude] as [number, number],
            content: (
              <button
                type="button"
                className="world-mark"
                aria-pressed={chosen === one.id}
                aria-label={`${t(`warning.${one.kind}`)}: ${one.place || one.cell}, ${day(one.warnedOn)}`}
                onClick={() => setChosen(one.id)}
              >
                <Shape kind={one.kind} />
              </button>
            ),
          }))
        : none),
    ],
    [labels, shown.warnings, inTime, chosen, t, day],
  )
  const bounds = useMemo(() => boxOf(spots, warnings), [spots, warnings])
  const spot = spots.find(({ id }) => id === chosen)
  const warning = warnings.find(({ id }) => id === chosen)
  const hot = mapSpots.filter(({ properties }) => properties.class === 'hot').length
  const summary = t('summary', {
    hot: count(hot),
    warnings: count(inTime.length),
    areas: count(mapSpots.length),
  })
  return (
    <>
      <div className="row-between">
        <p className="quiet" aria-live="polite">
          {summary} {knownOn ? t('knownOn', { day: day(knownOn) }) : ''}
          {brush
            ? ` ${t('window.chosen', { from: day(brush.from), to: day(brush.to) })}`
            : counted.from && counted.to
              ? ` ${t('countedOver', { from: day(counted.from), to: day(counted.to) })}`
              : ''}
          {inWindow.isFetching ? ` ${t('window.judging')}` : ''}
        </p>
        <Exports
          title={summary}
          spots={shown.hotspots ? mapSpots : none}
          clusters={clusters}
          warnings={shown.warnings ? inTime : none}
          lines={lines}
          knownOn={knownOn}
        />
      </div>
      {inWindow.isError ? <Notice tone="clock">{t('window.tooShort')}</Notice> : null}
      <div className="map-grid">
        <div className="stack">
          <World
            label={summary}
            hotspots={shown.hotspots ? mapSpots : none}
            clusters={clusters}
            lines={lines}
            marks={marks}
            selected={spot?.id}
            onSelect={setChosen}
            bounds={bounds}
          />
          <Series layer={layer} onLayer={setLayer} knownOn={knownOn} brush={brush} onBrush={setBrush} />
        </div>
        <div className="stack">
          {spot ? <ChosenHotspot spot={spot} close={() => setChosen(undefined)} /> : null}
          {warning ? <ChosenWarning warning={warning} close={() => setChosen(undefined)} /> : null}
          <Legend shown={shown} onChange={setShown} />
        </div>
      </div>
      <Tabs defaultValue={tabs.find((id) => id === search.tab) ?? 'warnings'} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map((id) => (
            <Tabs.Tab key={id} value={id}>
              {t(`layer.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="warnings">
          <WarningTable warnings={inTime} choose={setChosen} />
        </Tabs.Panel>
        <Tabs.Panel value="hotspots">
          {resting && inWindow.data ? (
            <WindowTable spots={inWindow.data.features} choose={setChosen} />
          ) : (
            <HotspotTable spots={spots} choose={setChosen} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="clusters">
          <Clusters knownOn={knownOn} choose={setChosen} />
        </Tabs.Panel>
        <Tabs.Panel value="routes">
          <RouteTable kind={kind} onKind={setKind} brush={resting} />
        </Tabs.Panel>
        <Tabs.Panel value="gap">
          <ServiceGaps spots={spots} choose={setChosen} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsCompared spots={spots} choose={setChosen} />
        </Tabs.Panel>
        <Tabs.Panel value="backtest">
          <Backtests knownOn={knownOn} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

function boxOf(
  spots: readonly HotspotFeature[],
  warnings: readonly Warning[],
): [number, number, number, number] | undefined {
  const points = [
    ...spots.map(({ properties }) => properties.centre),
    ...warnings.map(({ longitude, latitude }): [number, number] => [longitude, latitude]),
  ]
  if (points.length === 0) return undefined
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

const mostLabels = 14

/** Names for the areas that matter most: those that stand out, then those with most counted. */
function labelsOf(spots: readonly HotspotFeature[]): Mark[] {
  const standsOut = (one: HotspotFeature): number => Number(['hot', 'cold'].includes(one.properties.class))
  return spots
    .filter(({ properties }) => properties.place !== '')
    .toSorted(
      (a, b) => standsOut(b) - standsOut(a) || (b.properties.observed ?? 0) - (a.properties.observed ?? 0),
    )
    .slice(0, mostLabels)
    .map(({ id, properties }) => ({
      id: `label ${id}`,
      at: properties.centre,
      content: (
        <span className="world-label" aria-hidden>
          {properties.place}
        </span>
      ),
    }))
}
