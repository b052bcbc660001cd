import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Route } from '#places'
import { type Column, List } from '../../ui/list.tsx'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { useNameOf } from '../staff/colleagues.ts'
import { fewer } from './on-the-map.ts'
import {
  type Brush,
  type HotspotFeature,
  type RouteKind,
  type Routes,
  routeKinds,
  useRoutes,
  type Warning,
  type WindowFeature,
} from './place-queries.ts'

type Choose = { choose: (id: string) => void }

type Found = HotspotFeature | WindowFeature

/** What a hotspot and a finding of chosen weeks have in common. */
function useFindingColumns<Feature extends Found>({ choose }: Choose) {
  const { t } = useTranslation('wb-map')
  const { small, percent, country } = useReading()
  const where: Column<Feature>[] = [
    {
      id: 'place',
      header: t('column.place'),
      value: ({ properties }) => properties.place || properties.cell,
      cell: ({ id, properties }) => (
        <button type="button" className="link-button" data-row-link="" onClick={() => choose(id)}>
          {properties.place || properties.cell}
        </button>
      ),
    },
    { id: 'country', header: t('column.country'), value: ({ properties }) => country(properties.country) },
    {
      id: 'class',
      header: t('column.class'),
      value: ({ properties }) => t(`class.${properties.class}`),
      cell: ({ properties }) => (
        <Badge tone={properties.class === 'hot' ? 'clock' : 'plain'}>{t(`class.${properties.class}`)}</Badge>
      ),
    },
  ]
  const firmness: Column<Feature>[] = [
    {
      id: 'q',
      header: t('column.q'),
      value: ({ properties }) => properties.q,
      align: 'end',
      cell: ({ properties }) => (properties.q === null ? '–' : small(properties.q)),
    },
    {
      id: 'stability',
      header: t('column.stability'),
      value: ({ properties }) => properties.stability,
      align: 'end',
      cell: ({ properties }) => percent(properties.stability),
    },
  ]
  return { where, firmness }
}

/** The hotspots of the map as a table. */
export function HotspotTable({ spots, choose }: { spots: readonly HotspotFeature[] } & Choose) {
  const { t } = useTranslation('wb-map')
  const { count, small, country } = useReading()
  const { where, firmness } = useFindingColumns<HotspotFeature>({ choose })
  const columns: Column<HotspotFeature>[] = [
    ...where,
    {
      id: 'observed',
      header: t('column.observed'),
      value: ({ properties }) => properties.observed,
      align: 'end',
      cell: ({ properties }) => (properties.observed === null ? t('tooFew') : count(properties.observed)),
    },
    {
      id: 'expected',
      header: t('column.expected'),
      value: ({ properties }) => properties.expected,
      align: 'end',
      cell: ({ properties }) => small(properties.expected),
    },
    ...firmness,
  ]
  return (
    <List
      name={t('layer.hotspots')}
      file="hotspots"
      rows={spots}
      id={(one) => one.id}
      columns={columns}
      sort={{ by: 'q', down: false }}
      facets={[
        {
          id: 'class',
          label: t('column.class'),
          value: ({ properties }) => properties.class,
          name: (id) => t(`class.${id}`),
        },
        {
          id: 'country',
          label: t('column.country'),
          value: ({ properties }) => properties.country,
          name: country,
        },
      ]}
      empty={<Empty title={t('empty.hotspots')}>{t('empty.what')}</Empty>}
    />
  )
}

/** Which areas stand out in the weeks chosen: without counts, which two windows would give away. */
export function WindowTable({ spots, choose }: { spots: readonly WindowFeature[] } & Choose) {
  const { t } = useTranslation('wb-map')
  const { where, firmness } = useFindingColumns<WindowFeature>({ choose })
  const columns = [...where, ...firmness]
  return (
    <div className="stack-small">
      <p className="small quiet">{t('window.noCounts')}</p>
      <List
        name={t('layer.hotspots')}
        file="hotspots-window"
        rows={spots}
        id={(one) => one.id}
        columns={columns}
        sort={{ by: 'q', down: false }}
      />
    </div>
  )
}

/** The warnings of the map as a table. */
export function WarningTable({ warnings, choose }: { warnings: readonly Warning[] } & Choose) {
  const { t } = useTranslation('wb-map')
  const { day, small, country } = useReading()
  const nameOf = useNameOf()
  const columns: Column<Warning>[] = [
    {
      id: 'place',
      header: t('column.place'),
      value: (one) => one.place || one.cell,
      cell: (one) => (
        <button type="button" className="link-button" data-row-link="" onClick={() => choose(one.id)}>
          {one.place || one.cell}
        </button>
      ),
    },
    { id: 'kind', header: t('column.kind'), value: (one) => t(`warning.${one.kind}`) },
    { id: 'layer', header: t('column.layer'), value: (one) => t(`counted.${one.layer}`) },
    {
      id: 'warnedOn',
      header: t('column.warnedOn'),
      value: (one) => one.warnedOn,
      cell: (one) => <span className="nowrap">{day(one.warnedOn)}</span>,
    },
    {
      id: 'observed',
      header: t('column.observed'),
      value: (one) => one.observed,
      align: 'end',
      cell: (one) => (one.observed === null ? fewer(one.fewerThan ?? '') : small(one.observed)),
    },
    {
      id: 'expected',
      header: t('column.expected'),
      value: (one) => one.expected,
      align: 'end',
      cell: (one) => small(one.expected),
    },
    { id: 'q', header: t('column.q'), value: (one) => one.q, align: 'end', cell: (one) => small(one.q) },
    {
      id: 'state',
      header: t('column.state'),
      value: (one) => t(`state.${one.life?.state ?? 'new'}`),
      cell: (one) => (
        <span className="row">
          {t(`state.${one.life?.state ?? 'new'}`)}
          {one.life?.overdue ? <Badge tone="clock">{t('overdue')}</Badge> : null}
        </span>
      ),
    },
    {
      id: 'due',
      header: t('column.due'),
      value: (one) => one.life?.dueOn ?? '',
      cell: (one) => <span className="nowrap">{one.life ? day(one.life.dueOn) : '–'}</span>,
    },
    {
      id: 'owner',
      header: t('column.owner'),
      value: (one) => (one.life?.owner ? nameOf(one.life.owner) : ''),
    },
    { id: 'country', header: t('column.country'), value: (one) => country(one.country) },
  ]
  return (
    <List
      name={t('layer.warnings')}
      file="warnings"
      rows={warnings}
      id={(one) => one.id}
      columns={columns}
      sort={{ by: 'warnedOn', down: true }}
      facets={[
        {
          id: 'state',
          label: t('column.state'),
          value: (one) => one.life?.state ?? 'new',
          name: (id) => t(`state.${id}`),
        },
        { id: 'kind', label: t('column.kind'), value: (one) => one.kind, name: (id) => t(`warning.${id}`) },
        {
          id: 'layer',
          label: t('column.layer'),
          value: (one) => one.layer,
          name: (id) => t(`counted.${id}`),
        },
      ]}
      empty={<Empty title={t('empty.warnings')}>{t('empty.what')}</Empty>}
    />
  )
}

type RouteTableProps = { kind: RouteKind; onKind: (kind: RouteKind) => void; brush: Brush }

/** What is not shown, why, and what the counts cannot tell. */
function WithheldRoutes({ answer }: { answer: Routes }) {
  const { t } = useTranslation('wb-map')
  const { count } = useReading()
  const below = answer.withheld - answer.complementary
  const persons = answer.unresolved === null ? fewer(answer.k) : count(answer.unresolved)
  return (
    <p className="small quiet">
      {below > 0 ? t('routes.withheld', { count: below, shown: count(below), k: answer.k }) : null}{' '}
      {answer.complementary > 0 ? t('routes.complementary', { shown: count(answer.complementary) }) : null}{' '}
      {answer.kind === 'pair' && answer.routes.length > 0 ? t('routes.notKnown', { persons }) : null}
    </p>
  )
}

/** The routes as a table, with what both ends alone would lead to expect. */
export function RouteTable({ kind, onKind, brush }: RouteTableProps) {
  const { t } = useTranslation('wb-map')
  const { count, small, country } = useReading()
  const routes = useRoutes(kind, brush)
  const end = (name: string): string => (/^[A-Z]{3}$/.test(name) ? country(name) : name)
  const columns: Column<Route>[] = [
    { id: 'from', header: t('column.from'), value: (one) => end(one.from) },
    { id: 'to', header: t('column.to'), value: (one) => end(one.to) },
    {
      id: 'count',
      header: t('column.count'),
      value: (one) => one.count,
      align: 'end',
      cell: (one) => count(one.count),
    },
    {
      id: 'expected',
      header: t('column.expected'),
      value: (one) => one.expected,
      align: 'end',
      cell: (one) => (one.expected === null ? '–' : small(one.expected)),
    },
    {
      id: 'ratio',
      header: t('column.ratio'),
      value: (one) => one.ratio?.value,
      align: 'end',
      cell: (one) =>
        one.ratio === null
          ? '–'
          : `${small(one.ratio.value)} (${small(one.ratio.low)} – ${small(one.ratio.high)})`,
    },
  ]
  return (
    <div className="stack-small">
      <Select
        label={t('routes.kind')}
        w={320}
        allowDeselect={false}
        data={routeKinds.map((id) => ({ value: id, label: t(`routes.${id}`) }))}
        value={kind}
        onChange={(next) => next && onKind(next as RouteKind)}
      />
      <Answer query={routes}>
        {(answer) => (
          <>
            <WithheldRoutes answer={answer} />
            <List
              name={t('layer.routes')}
              file={`routes-${kind}`}
              rows={answer.routes}
              id={(one) => `${one.from} ${one.to}`}
              columns={columns}
              sort={{ by: 'count', down: true }}
              empty={<Empty title={t('empty.routes')}>{t('empty.what')}</Empty>}
            />
          </>
        )}
      </Answer>
    </div>
  )
}
