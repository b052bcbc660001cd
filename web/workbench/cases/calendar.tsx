import { ActionIcon } from '@mantine/core'
import { IconCalendarDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarEntry } from '#cases'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { address } from '../api.ts'
import { useLawWords } from '../law/law-words.ts'
import { useCalendar } from './casework-queries.ts'
import { todayHere } from './measures.tsx'
import './cases.css'

const tabOf = { task: 'tasks', right: 'law', proceeding: 'course', conference: 'team' } as const

/** My days: all the cases I am assigned to, a month at a time. */
export function CalendarPage() {
  const { t } = useTranslation('wb-casework')
  return (
    <Page
      title={t('calendar.mine')}
      lead={t('calendar.about')}
      back={{ to: '/', label: t('workbench:place.today') }}
    >
      <Calendar code={null} />
    </Page>
  )
}

/** A month's days with what is on them, of one case or of all of mine. */
export function Calendar({ code }: { code: string | null }) {
  const { t, i18n } = useTranslation('wb-casework')
  const [month, setMonth] = useState(() => todayHere().slice(0, 7))
  const { day } = useReading()
  const found = useCalendar(code, { from: `${month}-01`, until: lastDayOf(month) })
  const name = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return (
    <section className="card card-flush" aria-label={t('calendar.title')}>
      <div className="card-head row-between">
        <h2>{name.format(new Date(`${month}-01T00:00:00Z`))}</h2>
        <span className="row">
          <ActionIcon
            variant="default"
            aria-label={t('calendar.before')}
            onClick={() => setMonth(monthOn(month, -1))}
          >
            <IconChevronLeft size={17} className="mirror" />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={t('calendar.after')}
            onClick={() => setMonth(monthOn(month, 1))}
          >
            <IconChevronRight size={17} className="mirror" />
          </ActionIcon>
          {code === null ? (
            <ActionIcon
              variant="default"
              component="a"
              aria-label={t('calendar.file')}
              title={t('calendar.fileHint')}
              href={address('/cases/calendar-file', { language: i18n.language })}
              download="calendar.ics"
            >
              <IconCalendarDown size={17} />
            </ActionIcon>
          ) : null}
        </span>
      </div>
      <Answer query={found} loading={<Lines count={4} />}>
        {(entries) =>
          entries.length === 0 ? (
            <p className="case-line quiet">{t('calendar.none')}</p>
          ) : (
            <ol className="plain-list">
              {daysOf(entries).map(([on, those]) => (
                <li key={on} className="case-day">
                  <h3 className={on < todayHere() ? 'quiet' : ''}>{day(on)}</h3>
                  <ul className="plain-list">
                    {those.map((entry) => (
                      <Entry key={entry.id} entry={entry} showsCase={code === null} />
                    ))}
                  </ul>
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </section>
  )
}

function Entry({ entry, showsCase }: { entry: CalendarEntry; showsCase: boolean }) {
  const { t } = useTranslation('wb-casework')
  const { right } = useLawWords()
  const words = {
    task: () => t(`task.kind.${entry.kind}`),
    right: () => right(entry.kind),
    proceeding: () => t(`step.kind.${entry.kind}`),
    conference: () => t('conference.one'),
  }[entry.what]()
  return (
    <li className="small">
      <Link to="/cases/$code" params={{ code: entry.code }} search={{ tab: tabOf[entry.what] }}>
        {words}
      </Link>{' '}
      <span className="quiet">{showsCase ? entry.code : t(`calendar.what.${entry.what}`)}</span>
    </li>
  )
}

function monthOn(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number! - 1 + by, 1)).toISOString().slice(0, 7)
}

function lastDayOf(month: string): string {
  return new Date(Date.parse(`${monthOn(month, 1)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

function daysOf(entries: readonly CalendarEntry[]): [string, CalendarEntry[]][] {
  const days = new Map<string, CalendarEntry[]>()
  for (const entry of entries) days.set(entry.day, [...(days.get(entry.day) ?? []), entry])
  return [...days]
}
