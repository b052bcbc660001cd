import './today.css'
import { IconCircleCheck } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'

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
                <p className="today-item today-calm">
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
                          <strong>{need.title}</strong>{' '}
                          {need.more ? <span className="quiet small">{need.more}</span> : null}
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
