import { IconCircle, IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DelphiReading, IndicatorSet } from '#cases'
import { Badge } from '../../../ui/page.tsx'
import { WeightMark } from './weight.tsx'
import { useIndicatorWords } from './words.ts'

const shapes = { positive: IconCircleCheckFilled, open: IconCircleDashed, not_positive: IconCircle } as const

/** The dimensions of one reading: which is positive and by which sentence, what it rests on, what one more answer would do. */
export function Reading(props: { set: IndicatorSet; reading: DelphiReading; isOne: boolean }) {
  const { t } = useTranslation('wb-screening')
  const { set, reading } = props
  const words = useIndicatorWords()
  const turning = reading.oneMore.filter(({ outcome }) => outcome !== null)
  return (
    <div className="stack-small">
      <div className="row">
        <Badge>{t(props.isOne ? `readAs.${reading.as}` : `readAsOpen.${reading.as}`)}</Badge>
        <h3>{t(`outcome.${reading.outcome}`)}</h3>
      </div>
      <p className="small prose">
        {t(`outcomeWhy.${reading.outcome}`)} {reading.byVulnerability ? t('byVulnerability') : ''}
      </p>
      <ul className="plain-list screening-dimensions">
        {reading.dimensions.map((dimension) => {
          const Shape = shapes[dimension.state]
          const present = [...dimension.strong, ...dimension.medium, ...dimension.weak]
          return (
            <li key={dimension.id} data-state={dimension.state}>
              <p className="row">
                <Shape size={18} aria-hidden />
                <strong>{t(`group.${dimension.id}`)}</strong>
                <span className="small">{t(`state.${dimension.state}`)}</span>
              </p>
              {dimension.clause ? <p className="small quiet">{t(`clause.${dimension.clause}`)}</p> : null}
              {present.length > 0 ? (
                <ul className="small screening-present">
                  {present.map((id) => (
                    <li key={id}>
                      {words(id)}{' '}
                      <WeightMark
                        indicator={set.indicators.find((one) => one.id === id)!}
                        as={[reading.as]}
                      />{' '}
                      {dimension.restsOn.includes(id) ? <span className="quiet">{t('needed')}</span> : null}
                    </li>
                  ))}
                </ul>
              ) : null}
              {dimension.oneMore.length > 0 ? (
                <details className="small">
                  <summary>{t('oneMore', { count: dimension.oneMore.length })}</summary>
                  <p>{dimension.oneMore.map(words).join(' · ')}</p>
                </details>
              ) : null}
            </li>
          )
        })}
      </ul>
      {turning.length > 0 ? (
        <details className="small">
          <summary>{t('wouldChange', { count: turning.length })}</summary>
          <ul>
            {turning.map(({ indicator, outcome }) => (
              <li key={indicator}>
                {words(indicator)} → {t(`outcome.${outcome!}`)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {reading.outcome !== reading.couldBecome ? (
        <p className="small quiet">{t('couldBecome', { outcome: t(`outcome.${reading.couldBecome}`) })}</p>
      ) : null}
    </div>
  )
}
