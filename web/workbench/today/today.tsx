import './today.css'
import { IconCircleCheck } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { step } from '../../ui/keys.ts'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { useMay } from '../session.ts'
import { Clocks, Leads, Patterns, Reports, Warnings } from './needs.tsx'

/** What needs me now? Clocks, reports, warnings and leads that wait; nothing else. */
export function TodayPage() {
  const { t } = useTranslation('workbench')
  const { day } = useReading()
  const may = useMay()
  const body = useRef<HTMLDivElement>(null)
  const walk = (by: 1 | -1): void => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('.today-item') ?? [])]
    links[step(links.length, links.indexOf(document.activeElement as HTMLElement), by)]?.focus()
  }
  const group = t('place.today')
  useKeys([
    { keys: 'j', label: t('keys.next'), group, run: () => walk(1) },
    { keys: 'k', label: t('keys.previous'), group, run: () => walk(-1) },
  ])
  const casework = [may('report', 'read'), may('right', 'read'), may('lead', 'read')]
  const analysis = [may('warning', 'read'), may('pattern', 'read')]
  return (
    <Page title={t('question.today')} lead={day(new Date().toISOString())}>
      <div className="columns columns-two" ref={body}>
        {casework.some(Boolean) ? (
          <div className="stack">
            {may('report', 'read') ? <Reports /> : null}
            {may('right', 'read') ? <Clocks /> : null}
            {may('lead', 'read') ? <Leads /> : null}
          </div>
        ) : null}
        {analysis.some(Boolean) ? (
          <div className="stack">
            {may('warning', 'read') ? <Warnings /> : null}
            {may('pattern', 'read') ? <Patterns /> : null}
          </div>
        ) : null}
        {[...casework, ...analysis].some(Boolean) ? null : <p className="quiet">{t('today.nothingForRole')}</p>}
      </div>
    </Page>
  )
}

export type Need = { id: string; to: string; title: ReactNode; more?: ReactNode; mark?: ReactNode }

const atOnce = 6

/** One kind of thing that waits: the most pressing few, how many there are, and where all of them stand. */
export function Needs<T>(props: {
  title: string
  all: string
  query: UseQueryResult<T>
  pick: (data: T) => readonly Need[]
  calm: string
}) {
  const { t } = useTranslation('workbench')
  const { count } = useReading()
  return (
    <section className="card card-flush" aria-label={props.title}>
      <Answer query={props.query} loading={<Lines count={3} />}>
        {(data) => {
          const needs = props.pick(data)
          return (
            <>
              <div className="card-head row-between">
                <h2>{props.title}</h2>
                <span className="row small">
                  <span className="quiet number">{count(needs.length)}</span>
                  <Link to={props.all}>{t('state.all')}</Link>
                </span>
              </div>
              {needs.length === 0 ? (
                <p className="today-item quiet">
                  <span className="row">
                    <IconCircleCheck size={17} aria-hidden /> {props.calm}
                  </span>
                </p>
              ) : (
                <ul className="plain-list">
                  {needs.slice(0, atOnce).map((need) => (
                    <li key={need.id}>
                      <Link to={need.to} className="today-item">
                        <span>
                          <strong>{need.title}</strong> {need.more ? <span className="quiet small">{need.more}</span> : null}
                        </span>
                        {need.mark}
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )
        }}
      </Answer>
    </section>
  )
}
