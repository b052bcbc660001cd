import { useTranslation } from 'react-i18next'
import type { IndicatorSet, ScreeningView } from '#cases'
import { useReading } from '../../../ui/reading.ts'
import { useNameOf } from '../../staff/colleagues.ts'
import { isAnswered } from './asking.ts'
import { MarkShape } from './mark-choice.tsx'
import { useIndicatorWords } from './words.ts'
import './screening.css'

/** Screenings beside each other, the oldest first: dimensions at the top, then each indicator that was ever answered. */
export function History({ set, screenings }: { set: IndicatorSet; screenings: readonly ScreeningView[] }) {
  const { t } = useTranslation('wb-screening')
  const { day } = useReading()
  const nameOf = useNameOf()
  const words = useIndicatorWords()
  const asked = set.indicators.filter(({ id }) => screenings.some(({ marks }) => isAnswered(marks, id)))
  return (
    <section className="card card-flush">
      <p className="card-head small quiet">{t('historyWhat')}</p>
      <div className="screening-scroll" role="region" tabIndex={0} aria-label={t('view.history')}>
        <table className="screening-history">
          <thead>
            <tr>
              <th scope="col">{t('indicator')}</th>
              {screenings.map((one) => (
                <th scope="col" key={one.id}>
                  {day(one.screenedAt.slice(0, 10))}
                  <br />
                  <span className="tiny quiet">{nameOf(one.screenedBy)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(set.kind === 'delphi' ? (set.groups ?? []) : []).map((group) => (
              <tr key={group}>
                <th scope="row">
                  <strong>{t(`group.${group}`)}</strong>
                </th>
                {screenings.map((one) => (
                  <td key={one.id}>
                    {one.readings.map(({ as, dimensions }) => (
                      <p key={as} className="tiny">
                        {one.readings.length > 1 ? `${t(`as.${as}`)}: ` : ''}
                        {t(`state.${dimensions.find(({ id }) => id === group)!.state}`)}
                      </p>
                    ))}
                  </td>
                ))}
              </tr>
            ))}
            {asked.map(({ id }) => (
              <tr key={id}>
                <th scope="row">{words(id)}</th>
                {screenings.map((one, i) => {
                  const mark = one.marks[id] ?? 'not_asked'
                  const before = screenings[i - 1]
                  const hasChanged = before !== undefined && (before.marks[id] ?? 'not_asked') !== mark
                  return (
                    <td key={one.id} data-changed={hasChanged || undefined}>
                      <MarkShape mark={mark} alone />
                      {hasChanged ? <span className="tiny"> {t('changed')}</span> : null}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
