import { Button, Chip, Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseEvent, CasePage, TimelineGroup, TimelinePage } from '#cases'
import { useReading } from '../../ui/reading.ts'
import { Failed, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useMay } from '../session.ts'
import { useFactWords } from './event-words.ts'
import { WriteNote } from './notes.tsx'
import { byDay, type Run } from './runs.ts'
import { useWordsIfAny } from './words-if-any.ts'
import './cases.css'

type Shown = { group: TimelineGroup | null; month: string | null }

const useTimeline = (code: string, { group, month }: Shown) =>
  useInfiniteQuery({
    queryKey: ['cases', code, 'timeline', group, month],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<TimelinePage>(`/cases/${part(code)}/timeline`, {
        query: { group, month, before: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })

/** What happened, newest first, by day: codes, numbers and notes in a worker's words; no testimony. */
export function Timeline({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const [shown, setShown] = useState<Shown>({ group: null, month: null })
  const found = useTimeline(page.code, shown)
  const may = useMay()
  const first = found.data?.pages[0]
  if (first === undefined) {
    return found.isError ? (
      <Failed error={found.error} retry={() => void found.refetch()} />
    ) : (
      <Lines count={8} />
    )
  }
  const events = found.data?.pages.flatMap((one) => one.events) ?? []
  return (
    <div className="columns columns-side">
      <section className="card stack" aria-busy={found.isFetching}>
        {may('case', 'update') ? <WriteNote code={page.code} /> : null}
        {events.length === 0 ? <p className="quiet">{t('line.none')}</p> : null}
        {byDay(events).map(({ day, runs }) => (
          <Day key={day} day={day} runs={runs} />
        ))}
        {found.hasNextPage ? (
          <div>
            <Button
              variant="default"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              {t('line.older')}
            </Button>
          </div>
        ) : null}
      </section>
      <Filters first={first} shown={shown} setShown={setShown} />
    </div>
  )
}

function Filters(props: { first: TimelinePage; shown: Shown; setShown: (shown: Shown) => void }) {
  const { first, shown, setShown } = props
  const { t, i18n } = useTranslation('wb-casework')
  const { count } = useReading()
  const month = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const total = first.months.reduce((sum, one) => sum + one.count, 0)
  return (
    <section className="card stack-small case-beside" aria-label={t('line.filter')}>
      <h2>{t('line.total', { count: total, shown: count(total) })}</h2>
      <Select
        label={t('line.month')}
        placeholder={t('line.allMonths')}
        clearable
        data={first.months.map((one) => ({
          value: one.month,
          label: `${month.format(new Date(`${one.month}-01T00:00:00Z`))} (${count(one.count)})`,
        }))}
        value={shown.month}
        onChange={(next) => setShown({ ...shown, month: next })}
      />
      <div className="stack-small" role="group" aria-label={t('line.group')}>
        <span className="small">{t('line.group')}</span>
        <div className="row">
          <Chip size="xs" checked={shown.group === null} onChange={() => setShown({ ...shown, group: null })}>
            {t('line.allGroups')}
          </Chip>
          {first.groups.map((one) => (
            <Chip
              key={one.group}
              size="xs"
              checked={shown.group === one.group}
              onChange={() => setShown({ ...shown, group: shown.group === one.group ? null : one.group })}
            >
              {t(`line.groups.${one.group}`)} ({count(one.count)})
            </Chip>
          ))}
        </div>
      </div>
    </section>
  )
}

function Day({ day: on, runs }: { day: string; runs: readonly Run[] }) {
  const { day } = useReading()
  return (
    <div>
      <h3 className="case-day-head">{day(on)}</h3>
      <ol className="case-events">
        {runs.map((run) => (
          <RunLine key={run.events[0]!.id} run={run} />
        ))}
      </ol>
    </div>
  )
}

function RunLine({ run }: { run: Run }) {
  const { t } = useTranslation('wb-casework')
  const { count } = useReading()
  const [isOpen, setOpen] = useState(false)
  const [first, ...more] = run.events
  if (more.length === 0 || isOpen) return run.events.map((event) => <Event key={event.id} event={event} />)
  return (
    <Event event={first!} times={run.events.length}>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setOpen(true)}>
        {t('line.showAll', { count: run.events.length, shown: count(run.events.length) })}
      </Button>
    </Event>
  )
}

function Event(props: { event: CaseEvent; times?: number; children?: React.ReactNode }) {
  const { event } = props
  const { t, i18n } = useTranslation(['wb-casework', 'wb-cases'])
  const nameOf = useNameOf()
  const words = useFactWords()
  const { count } = useReading()
  const time = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit' })
  const lines = Object.entries(event.facts).flatMap(([name, value]) => words(name, value) ?? [])
  const ifAny = useWordsIfAny()
  const named = ifAny(`wb-casework:event.${event.kind}`, `wb-cases:event.${event.kind}`)
  return (
    <li>
      <strong>{named ?? event.kind.replaceAll('_', ' ')}</strong>
      {props.times === undefined ? null : <span className="quiet"> × {count(props.times)}</span>}
      {lines.length === 0 ? null : <p className="small quiet">{lines.join(' · ')}</p>}
      {event.note === null ? null : (
        <p className="case-note" dir="auto" data-private="">
          {event.note}
        </p>
      )}
      <p className="tiny quiet">
        {time.format(new Date(event.at))} ·{' '}
        {event.actor.length === 36 ? nameOf(event.actor) : t('workbench:role.system')} {props.children}
      </p>
    </li>
  )
}
