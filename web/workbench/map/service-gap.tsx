import { useTranslation } from 'react-i18next'
import type { ServiceGap } from '#places'
import { type Column, List } from '../../ui/list.tsx'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { type HotspotFeature, useServiceGap } from './place-queries.ts'
import { Reasons } from './reasons.tsx'

const sought = ['shelter', 'legal-aid', 'health'] as const

type Props = { spots: readonly HotspotFeature[]; choose: (cell: string) => void }

/** How far help is from each area, hotspots first: the map is to steer protection, not only policing. */
export function ServiceGaps({ spots, choose }: Props) {
  const { t } = useTranslation('wb-map')
  const { count, country, languageName } = useReading()
  const answer = useServiceGap()
  const hot = new Set(spots.filter(({ properties }) => properties.class === 'hot').map(({ id }) => id))
  const distance = (gap: ServiceGap, kind: (typeof sought)[number]): number | null =>
    gap.distances.find((one) => one.kind === kind)?.kilometres ?? null
  const columns: Column<ServiceGap>[] = [
    {
      id: 'place',
      header: t('column.place'),
      value: (one) => one.place || one.cell,
      cell: (one) => (
        <span className="row">
          <button type="button" className="link-button" data-row-link="" onClick={() => choose(one.cell)}>
            {one.place || one.cell}
          </button>
          {hot.has(one.cell) ? <Badge tone="clock">{t('class.hot')}</Badge> : null}
        </span>
      ),
    },
    { id: 'country', header: t('column.country'), value: (one) => country(one.country) },
    {
      id: 'gaps',
      header: t('gap.gaps'),
      value: (one) => one.gaps,
      align: 'end',
      cell: (one) => count(one.gaps),
    },
    ...sought.map((kind): Column<ServiceGap> => ({
      id: kind,
      header: t(`gap.${kind}`),
      value: (one) => distance(one, kind),
      align: 'end',
      cell: (one) => {
        const km = distance(one, kind)
        return km === null ? t('gap.none') : t('gap.km', { count: km })
      },
    })),
    {
      id: 'languages',
      header: t('gap.languages'),
      value: (one) => one.languagesMissing.map(languageName).join(', '),
    },
    {
      id: 'why',
      header: t('gap.why'),
      value: (one) => one.gaps,
      cell: (one) => <Reasons reasons={one.reasons} />,
    },
  ]
  return (
    <Answer query={answer}>
      {(found) =>
        found.services === 0 ? (
          <Empty title={t('gap.noServices')}>{t('gap.what')}</Empty>
        ) : (
          <List
            name={t('layer.gap')}
            file="service-gap"
            rows={found.areas}
            id={(one) => one.cell}
            columns={columns}
            sort={{ by: 'gaps', down: true }}
            facets={[
              {
                id: 'hot',
                label: t('column.class'),
                value: (one) => (hot.has(one.cell) ? 'hot' : 'none'),
                name: (id) => t(`class.${id}`),
              },
            ]}
          />
        )
      }
    </Answer>
  )
}

/** The gap of one area, beside its hotspot. */
export function GapOf({ cell }: { cell: string }) {
  const { t } = useTranslation('wb-map')
  const { data } = useServiceGap()
  const gap = data?.areas.find((one) => one.cell === cell)
  if (!gap || data?.services === 0) return <p className="small quiet">{t('gap.noServices')}</p>
  return (
    <div>
      <h3>{t('layer.gap')}</h3>
      <Reasons reasons={gap.reasons} />
    </div>
  )
}
