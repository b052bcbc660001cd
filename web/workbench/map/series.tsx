import { RangeSlider, Select } from '@mantine/core'
import type * as Plotting from '@observablehq/plot'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Plot } from '../../ui/plot.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { fewer, namedWeeks } from './on-the-map.ts'
import { type Brush, layers, type SeriesLayer, useSeries, type Week } from './place-queries.ts'

type SeriesProps = {
  layer: SeriesLayer
  onLayer: (layer: SeriesLayer) => void
  knownOn: string | null | undefined
  brush: Brush
  onBrush: (brush: Brush) => void
}

/** Weekly counts with the band they were to stay in; the two handles choose the weeks the map and tables show. */
export function Series(props: SeriesProps) {
  const { t } = useTranslation('wb-map')
  const series = useSeries(props.layer, props.knownOn)
  return (
    <section className="card stack-small" aria-label={t('series.title')}>
      <div className="row-between">
        <h2>{t('series.title')}</h2>
        <Select
          size="xs"
          w={200}
          aria-label={t('series.counted')}
          allowDeselect={false}
          data={layers.map((id) => ({ value: id, label: t(`counted.${id}`) }))}
          value={props.layer}
          onChange={(next) => next && props.onLayer(next as SeriesLayer)}
        />
      </div>
      <Answer query={series}>
        {(weeks) =>
          weeks.every(({ observed }) => observed === 0) ? (
            <p className="quiet">{t('series.empty')}</p>
          ) : (
            <>
              <WeeksChart weeks={weeks} label={t('series.label')} brush={props.brush} />
              <Handles weeks={weeks} brush={props.brush} onBrush={props.onBrush} />
            </>
          )
        }
      </Answer>
    </section>
  )
}

/** Observed counts against the expected band; weeks above it carry a triangle. */
export function WeeksChart({
  weeks,
  label,
  brush,
}: {
  weeks: readonly Week[]
  label: string
  brush?: Brush
}) {
  const { t } = useTranslation('wb-map')
  const { language } = useReading()
  const draw = useCallback(
    (plot: typeof Plotting, width: number) => {
      const at = (week: Week): Date => new Date(`${week.week}T00:00:00Z`)
      const judged = weeks.filter(({ bound }) => bound !== null)
      const withheld = weeks.filter(({ fewerThan }) => fewerThan !== null)
      const months = new Intl.DateTimeFormat(language, { month: 'short', year: '2-digit', timeZone: 'UTC' })
      return {
        height: 170,
        marginLeft: 40,
        marginBottom: 28,
        x: {
          type: 'utc' as const,
          label: null,
          tickFormat: (date: Date) => months.format(date),
          ticks: Math.max(2, Math.floor(width / 95)),
        },
        y: {
          grid: true,
          label: t('series.axis'),
          labelArrow: 'none' as const,
          nice: true,
          zero: true,
          ticks: 4,
        },
        marks: [
          ...(brush
            ? [
                plot.rectY([brush], {
                  x1: ({ from }: { from: string }) => new Date(`${from}T00:00:00Z`),
                  x2: ({ to }: { to: string }) => new Date(`${to}T00:00:00Z`),
                  fill: 'var(--asylia-accent-ground)',
                }),
              ]
            : []),
          plot.areaY(judged, {
            x: at,
            y1: () => 0,
            y2: 'bound',
            fill: 'var(--asylia-line-strong)',
            fillOpacity: 0.35,
            curve: 'step' as const,
          }),
          plot.line(judged, { x: at, y: 'expected', stroke: 'var(--asylia-quiet)', strokeDasharray: '4 3' }),
          plot.line(weeks as Week[], {
            x: at,
            y: 'observed',
            stroke: 'var(--asylia-series)',
            strokeWidth: 1.8,
          }),
          // A withheld week is neither a point nor a gap that looks like calm: a faint post up to the threshold.
          plot.ruleX(withheld, {
            x: at,
            y1: 0,
            y2: 'fewerThan',
            stroke: 'var(--asylia-series)',
            strokeOpacity: 0.35,
            strokeWidth: 1.8,
          }),
          plot.text(namedWeeks(weeks, Math.ceil((weeks.length * 28) / width)), {
            x: at,
            y: 'fewerThan',
            text: ({ fewerThan }: Week) => fewer(fewerThan ?? ''),
            dy: -7,
            fill: 'var(--asylia-quiet)',
          }),
          plot.dot(
            weeks.filter(({ alarm }) => alarm),
            {
              x: at,
              y: ({ observed, fewerThan }: Week) => observed ?? fewerThan,
              symbol: 'triangle' as const,
              r: 5,
              fill: '#e69f00',
              stroke: 'var(--asylia-surface)',
            },
          ),
          plot.ruleY([0], { stroke: 'var(--asylia-line-strong)' }),
        ],
      }
    },
    [weeks, brush, language, t],
  )
  return (
    <figure>
      <Plot draw={draw} label={label} />
      <figcaption className="tiny quiet">{t('series.caption')}</figcaption>
    </figure>
  )
}

function Handles({
  weeks,
  brush,
  onBrush,
}: {
  weeks: readonly Week[]
  brush: Brush
  onBrush: (brush: Brush) => void
}) {
  const { t } = useTranslation('wb-map')
  const { day } = useReading()
  const last = weeks.length - 1
  const from = brush
    ? Math.max(
        0,
        weeks.findIndex(({ week }) => week >= brush.from),
      )
    : 0
  const to = brush
    ? Math.max(
        from,
        weeks.findLastIndex(({ week }) => week <= brush.to),
      )
    : last
  const nameOf = (index: number): string => day(weeks[index]?.week ?? '')
  return (
    <div className="map-brush">
      <RangeSlider
        min={0}
        max={last}
        minRange={1}
        size="sm"
        label={nameOf}
        thumbFromLabel={t('brush.from')}
        thumbToLabel={t('brush.to')}
        value={[from, to]}
        onChange={([a, b]) =>
          onBrush(
            a === 0 && b === last ? undefined : { from: weeks[a]?.week ?? '', to: weeks[b]?.week ?? '' },
          )
        }
      />
    </div>
  )
}
