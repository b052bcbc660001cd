import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { type Column, List } from '../../ui/list.tsx'
import { useReading } from '../../ui/reading.ts'
import { type Mark, World } from '../map/world.tsx'
import './patterns.css'

type Place = PatternDetail['placesInTime'][number]
const none: readonly never[] = []

/** Where the posts stood, and since when: a map and the same as a table. */
export function InPlace({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation('wb-patterns')
  const { count, day, country } = useReading()
  const marks = useMemo(
    (): Mark[] =>
      places.flatMap((one) =>
        one.longitude === null || one.latitude === null
          ? []
          : [
              {
                id: one.place,
                at: [one.longitude, one.latitude],
                content: <div className="pattern-dot" role="img" aria-label={one.place} title={one.place} />,
              },
            ],
      ),
    [places],
  )
  const bounds = useMemo(() => boxOf(marks), [marks])
  const columns: Column<Place>[] = [
    {
      id: 'place',
      header: t('column.place'),
      value: (one) => one.place,
      cell: (one) => <span dir="auto">{one.place}</span>,
    },
    { id: 'country', header: t('column.country'), value: (one) => country(one.country) },
    {
      id: 'posts',
      header: t('column.posts'),
      value: (one) => one.posts,
      align: 'end',
      cell: (one) => count(one.posts),
    },
    {
      id: 'markets',
      header: t('column.markets'),
      value: (one) => one.markets.map((id) => t(`market.${id}`, { defaultValue: id })).join(', '),
    },
    {
      id: 'first',
      header: t('column.first'),
      value: (one) => one.firstAt,
      cell: (one) => <span className="nowrap">{day(one.firstAt)}</span>,
    },
    {
      id: 'last',
      header: t('column.last'),
      value: (one) => one.lastAt,
      cell: (one) => <span className="nowrap">{day(one.lastAt)}</span>,
    },
  ]
  return (
    <div className="stack">
      {bounds ? (
        <World
          label={t('tab.places')}
          hotspots={none}
          clusters={none}
          lines={none}
          marks={marks}
          selected={undefined}
          onSelect={() => undefined}
          bounds={bounds}
        />
      ) : null}
      <List
        name={t('tab.places')}
        file="pattern-places"
        rows={places}
        id={(one) => `${one.country} ${one.place}`}
        columns={columns}
        sort={{ by: 'first', down: false }}
      />
    </div>
  )
}

function boxOf(marks: readonly Mark[]): [number, number, number, number] | undefined {
  if (marks.length === 0) return undefined
  const xs = marks.map(({ at }) => at[0])
  const ys = marks.map(({ at }) => at[1])
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
