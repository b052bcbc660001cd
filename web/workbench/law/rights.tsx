import { IconClock, IconHourglass, IconScale } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { NotProvided as NotGiven, RightAnswer, RightsAnswer } from '#law'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Cite, Confidence } from './cite.tsx'
import { useLawWords } from './law-words.ts'

/** What a person is entitled to: due now, after a step, at an authority's discretion, and what is not given though asked for. */
export function Rights({ answer }: { answer: RightsAnswer }) {
  const { t } = useLawWords()
  const { day } = useReading()
  const groups = [
    ['dueNow', answer.dueNow],
    ['dueAfterStep', answer.dueAfterStep],
    ['discretionary', answer.discretionary],
    ['warnings', answer.warnings],
  ] as const
  return (
    <div className="stack">
      <p className="small quiet">
        {t('rights.on', { day: day(answer.on) })} {t('disclaimer')}
      </p>
      {groups.map(([group, rights]) =>
        rights.length === 0 ? null : (
          <section key={group} className="card card-flush">
            <div className="card-head row-between">
              <h2>{t(`rights.${group}`)}</h2>
              <span className="quiet small number">{rights.length}</span>
            </div>
            <div className="law-rights">
              {rights.map((one) => (
                <Right key={one.id} right={one} />
              ))}
            </div>
          </section>
        ),
      )}
      <NotProvided rights={answer.notProvided} />
    </div>
  )
}

/** One right with its clock, its article, what has still to happen and what would end it. */
export function Right({ right: one, action }: { right: RightAnswer; action?: ReactNode }) {
  const { t, right, step, fact } = useLawWords()
  const { day, distance } = useReading()
  const clock = one.deadline
  return (
    <article className="law-right">
      <div className="row-between">
        <div className="row">
          <strong>{right(one.right)}</strong>
          <Cite cite={one.cite} />
          <Confidence confidence={one.cite.confidence} />
          {one.partial ? <Badge>{t('rights.partial')}</Badge> : null}
        </div>
        {clock ? (
          <Badge tone="clock" icon={<IconClock size={14} aria-hidden />}>
            {clock.day
              ? `${day(clock.day)} · ${distance(clock.day)}`
              : t('rights.clockFrom', {
                  length: t(`rights.unit.${clock.unit.replace(' ', '_')}`, { count: clock.length }),
                  event: fact(`events.${clock.from.replace(/^events\./, '')}`),
                })}
          </Badge>
        ) : null}
      </div>
      {one.detail ? (
        <p className="small" lang="en" dir="auto">
          {one.detail}
        </p>
      ) : null}
      {one.responsible ? (
        <p className="small quiet" lang="en" dir="auto">
          <IconScale size={14} aria-hidden /> {one.responsible}
        </p>
      ) : null}
      {one.after.length > 0 ? (
        <p className="small">
          <IconHourglass size={14} aria-hidden /> {t('rights.after')}{' '}
          {one.after
            .map((after) => (after.kind === 'recognition' ? step(after.step) : after.step))
            .join(' · ')}
        </p>
      ) : null}
      {one.breaks.length > 0 ? (
        <p className="tiny quiet" lang="en" dir="auto">
          {t('rights.breaks')} {one.breaks.map(({ what }) => what).join(' · ')}
        </p>
      ) : null}
      {clock?.caution ? (
        <p className="tiny quiet" lang="en" dir="auto">
          {clock.caution}
        </p>
      ) : null}
      {action}
    </article>
  )
}

/** What a law does not give, where it was looked for; and, folded away, what nothing was found about: silence is no absence. */
export function NotProvided({ rights }: { rights: readonly NotGiven[] }) {
  const { t } = useLawWords()
  const { count } = useReading()
  const absent = rights.filter(({ why }) => why !== 'not_found')
  const silent = rights.filter(({ why }) => why === 'not_found')
  return (
    <>
      {absent.length > 0 ? (
        <section className="card card-flush">
          <div className="card-head row-between">
            <h2>{t('rights.notProvided')}</h2>
            <span className="quiet small number">{count(absent.length)}</span>
          </div>
          <div className="law-rights">
            {absent.map((one) => (
              <Absent key={one.right} one={one} />
            ))}
          </div>
        </section>
      ) : null}
      {silent.length > 0 ? (
        <details className="card card-flush">
          <summary className="card-head law-summary">
            {t('rights.notFound', { count: silent.length, shown: count(silent.length) })}
          </summary>
          <div className="law-rights">
            {silent.map((one) => (
              <Absent key={one.right} one={one} />
            ))}
          </div>
        </details>
      ) : null}
    </>
  )
}

function Absent({ one }: { one: NotGiven }) {
  const { t, right } = useLawWords()
  return (
    <div className="law-right">
      <div className="row-between">
        <strong>{right(one.right)}</strong>
        <Badge>{t(`rights.why.${one.why}`)}</Badge>
      </div>
      {one.why === 'not_found' ? null : (
        <p className="small quiet" lang="en" dir="auto">
          {one.note} {one.cite ? <Cite cite={one.cite} /> : null}
        </p>
      )}
      {one.askedBy.length > 0 ? (
        <p className="tiny quiet">
          {t('rights.askedBy')}{' '}
          <span className="text-ltr">
            {one.askedBy.map(({ treaty, article }) => `${treaty} ${article}`).join(', ')}
          </span>
        </p>
      ) : null}
    </div>
  )
}
