import { useTranslation } from 'react-i18next'
import type { IndicatorSet, ScreeningView } from '#cases'
import { Badge, Notice } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { useNameOf } from '../../staff/colleagues.ts'
import { Decide } from './decide.tsx'
import { MarkShape } from './mark-choice.tsx'
import { Proposals } from './proposals.tsx'
import { Reading } from './reading.tsx'
import { MARKS, useIndicatorWords } from './words.ts'
import './screening.css'

const listed = {
  yes: 'present',
  no: 'absent',
  unknown: 'unknown',
  declined: 'declined',
  not_asked: 'notAsked',
} as const

/** A screening as it was made: what its marks say and why, what they propose to the law, what a person decided. */
export function Done(props: {
  code: string
  set: IndicatorSet
  screening: ScreeningView
  canDecide: boolean
}) {
  const { t } = useTranslation(['wb-screening', 'wb-cases'])
  const { instant } = useReading()
  const words = useIndicatorWords()
  const nameOf = useNameOf()
  const { code, set, screening } = props
  const { result } = screening
  return (
    <section className="card stack" aria-label={instant(screening.screenedAt)}>
      <div className="row-between">
        <div>
          <h2>{instant(screening.screenedAt)}</h2>
          <p className="small quiet">{nameOf(screening.screenedBy)}</p>
        </div>
        <Badge tone={result.outcome === 'look_closer' ? 'clock' : 'plain'}>
          {t(`wb-cases:outcome.${result.outcome}`)}
        </Badge>
      </div>
      {result.safetyFirst.length > 0 ? (
        <Notice tone="danger">
          <strong>{t('wb-cases:overview.safetyFirst')}</strong>
          <p>{result.safetyFirst.map(words).join(' · ')}</p>
        </Notice>
      ) : null}
      {screening.readings.map((reading) => (
        <Reading key={reading.as} set={set} reading={reading} isOne={screening.readings.length === 1} />
      ))}
      <details open={set.kind === 'signs'}>
        <summary>{t('allAnswers')}</summary>
        <dl className="facts">
          {MARKS.map((mark) => {
            const ids = result[listed[mark]]
            return ids.length === 0 ? null : (
              <div key={mark} style={{ display: 'contents' }}>
                <dt>
                  <MarkShape mark={mark} /> {t(`mark.${mark}`)}
                </dt>
                <dd>
                  {mark === 'not_asked' && ids.length > 12 ? (
                    t('manyNotAsked', { count: ids.length })
                  ) : mark === 'yes' || mark === 'no' ? (
                    <ul className="plain-list">
                      {ids.map((id) => (
                        <Answer key={id} id={id} name={words(id)} screening={screening} />
                      ))}
                    </ul>
                  ) : (
                    ids.map(words).join(' · ')
                  )}
                </dd>
              </div>
            )
          })}
        </dl>
      </details>
      {screening.differsFromBefore.length > 0 ? (
        <Notice tone="clock">
          {t('wb-cases:screening.differs')} {screening.differsFromBefore.map(words).join(' · ')}
        </Notice>
      ) : null}
      {set.id === 'ilo-11' ? null : (
        <Proposals code={code} screening={screening} canConfirm={props.canDecide} />
      )}
      {screening.decision ? (
        <p>
          <strong>{t('wb-cases:screening.decided')}</strong> {t(`wb-cases:decision.${screening.decision}`)}
          {screening.decisionReason ? (
            <span className="quiet" data-private="">
              {' '}
              – {screening.decisionReason}
            </span>
          ) : null}
        </p>
      ) : props.canDecide ? (
        <Decide code={code} id={screening.id} />
      ) : null}
      {set.confidenceNote ? (
        <p className="tiny quiet prose">
          <strong>{t('howSure')}</strong> {t(`sure.${set.id}`)}
        </p>
      ) : null}
      <p className="tiny quiet" lang="en" dir="auto">
        {set.source}
      </p>
    </section>
  )
}

/** One answer with what it rests on. */
function Answer({ id, name, screening }: { id: string; name: string; screening: ScreeningView }) {
  const { t } = useTranslation('wb-screening')
  const { day } = useReading()
  const ground = screening.grounds[id]
  const note = screening.notes[id]
  return (
    <li>
      {name}
      <span className="tiny quiet">
        {ground ? ` – ${t(`source.${ground.source}`)}, ${day(ground.on)}` : ''}
        {ground?.reused ? `, ${t('reused')}` : ''}
      </span>
      {note ? (
        <p className="tiny quiet" dir="auto" data-private="">
          {note}
        </p>
      ) : null}
    </li>
  )
}
