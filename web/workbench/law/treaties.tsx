import { Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Bound, TreatyStatusAnswer } from '#law'
import { type Column, List } from '../../ui/list.tsx'
import { Badge, Figures } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useTreatyList, useTreatyStatus } from './asking.ts'
import { Confidence } from './cite.tsx'
import { useLawWords } from './law-words.ts'
import { TreatyMap } from './treaty-map.tsx'

/** Who is bound by a treaty on a day: a map of the world, and the same as a table with the source of each line. */
export function Treaties({ on }: { on: string }) {
  const { t } = useLawWords()
  const navigate = useNavigate()
  const search: { treaty?: string } = useSearch({ strict: false })
  const treaty = search.treaty ?? 'UN_TIP_PROTOCOL'
  const list = useTreatyList()
  const status = useTreatyStatus(treaty, on)
  return (
    <div className="stack">
      <Select
        label={t('treaties.which')}
        w="min(34rem, 100%)"
        searchable
        allowDeselect={false}
        data={list.data?.treaties.map(({ id, title }) => ({ value: id, label: title })) ?? []}
        value={treaty}
        onChange={(next) =>
          next && void navigate({ to: '/law', search: { ...search, treaty: next }, replace: true })
        }
      />
      <Answer query={status}>{(answer) => <Status answer={answer} />}</Answer>
    </div>
  )
}

function Status({ answer }: { answer: TreatyStatusAnswer }) {
  const { t } = useLawWords()
  const { count, country, day } = useReading()
  const columns: Column<Bound>[] = [
    { id: 'state', header: t('treaties.state'), value: (one) => country(one.state) },
    {
      id: 'is',
      header: t('gaps.bound'),
      value: (one) => t(`treaties.is.${one.is}`),
      cell: (one) => <Badge tone={one.is === 'yes' ? 'accent' : 'plain'}>{t(`treaties.is.${one.is}`)}</Badge>,
    },
    {
      id: 'since',
      header: t('treaties.since'),
      value: (one) => one.since ?? '',
      cell: (one) => <span className="nowrap number">{one.since ?? '–'}</span>,
    },
    {
      id: 'sources',
      header: t('treaties.sources'),
      value: (one) => [one.source ?? '', ...one.disputed.map(({ source }) => source)].join('; '),
      cell: (one) => (
        <span className="small" lang="en" dir="auto">
          {one.source ?? '–'}
          {one.disputed.map(({ since, source }) => (
            <span key={source} className="law-disputed">
              {t('treaties.says', { source, since })}
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'why',
      header: t('gaps.why'),
      value: (one) => one.reason,
      cell: (one) => (
        <span className="small" lang="en" dir="auto">
          {one.reason}
        </span>
      ),
    },
    {
      id: 'checked',
      header: t('gaps.checked'),
      value: (one) => (one.confidence ? t(`confidence.${one.confidence}`) : ''),
      cell: (one) => (one.confidence ? <Confidence confidence={one.confidence} /> : '–'),
    },
  ]
  return (
    <>
      <Figures
        items={[
          { label: t('treaties.is.yes'), value: count(answer.counts.bound) },
          { label: t('treaties.is.no'), value: count(answer.counts.notBound) },
          { label: t('treaties.is.unknown'), value: count(answer.counts.unknown) },
          { label: t('treaties.disputed'), value: count(answer.counts.disputed) },
        ]}
      />
      <section className="card" aria-label={t('treaties.map', { title: answer.title })}>
        <TreatyMap answer={answer} />
        {answer.complete ? null : <p className="small quiet">{t('treaties.incomplete')}</p>}
      </section>
      {answer.notes.length > 0 ? (
        <ul className="small quiet" lang="en" dir="auto">
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <List
        name={t('treaties.table', { title: answer.title, day: day(answer.on) })}
        file={`treaty-${answer.treaty}-${answer.on}`}
        rows={answer.states}
        id={(one) => one.state}
        columns={columns}
        facets={[
          {
            id: 'is',
            label: t('gaps.bound'),
            value: (one) => one.is,
            name: (id) => t(`treaties.is.${id}`),
          },
        ]}
      />
    </>
  )
}
