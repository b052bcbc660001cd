import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { ChosenHotspot, ChosenWarning } from './chosen.tsx'
import { loadCountries } from './countries.ts'
import { Legend, Shape, type Shown } from './legend.tsx'
import { linesOf, overlaps } from './on-the-map.ts'
import {
  type HotspotFeature,
  type RouteKind,
  type SeriesLayer,
  useHotspots,
  useRoutes,
  useWarnings,
  type Warning,
} from './place-queries.ts'
import { type Brush, Series } from './series.tsx'
import { HotspotTable, RouteTable, WarningTable } from './tables.tsx'
import { type Mark, World } from './world.tsx'

const none: readonly never[] = []

/** Where and when? One map, one time brush, equal tables. */
export function MapPage() {
  const { t } = useTranslation('wb-map')
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
              />
            )}
          </Answer>
        )}
      </Answer>
    </Page>
  )
}

type PlacesProps = { spots: readonly HotspotFeature[]; warnings: readonly Warning[]; knownOn: string | null }

function Places({ spots, warnings, knownOn }: PlacesProps) {
  const { t } = useTranslation('wb-map')
  const { day, count } = useReading()
  const [shown, setShown] = useState<Shown>({ hotspots: true, warnings: true, routes: true })
  const [brush, setBrush] = useState<Brush>()
  const [layer, setLayer] = useState<SeriesLayer>('reports')
  const [kind, setKind] = useState<RouteKind>('pair')
  const search: { warning?: string } = useSearch({ strict: false })
  const [chosen, setChosen] = useState(search.warning)
  const routes = useRoutes(kind)
  const countries = useQuery({ queryKey: ['countries'], queryFn: loadCountries, staleTime: Infinity })

  const inTime = useMemo(() => warnings.filter((one) => overlaps(one, brush)), [warnings, brush])
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
  const hot = spots.filter(({ properties }) => properties.class === 'hot').length
  const summary = t('summary', {
    hot: count(hot),
    warnings: count(inTime.length),
    areas: count(spots.length),
  })
  return (
    <>
      <p className="quiet">
        {summary} {knownOn ? t('knownOn', { day: day(knownOn) }) : ''}
      </p>
      <div className="map-grid">
        <div className="stack">
          <World
            label={summary}
            hotspots={shown.hotspots ? spots : none}
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
      <Tabs defaultValue="warnings" keepMounted={false}>
        <Tabs.List mb="md">
          {(['warnings', 'hotspots', 'routes'] as const).map((id) => (
            <Tabs.Tab key={id} value={id}>
              {t(`layer.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="warnings">
          <WarningTable warnings={inTime} choose={setChosen} />
        </Tabs.Panel>
        <Tabs.Panel value="hotspots">
          <HotspotTable spots={spots} choose={setChosen} />
        </Tabs.Panel>
        <Tabs.Panel value="routes">
          <RouteTable kind={kind} onKind={setKind} />
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
