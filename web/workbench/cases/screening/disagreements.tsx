import { useTranslation } from 'react-i18next'
import type { Disagreement } from '#cases'
import { useReading } from '../../../ui/reading.ts'
import { useNameOf } from '../../staff/colleagues.ts'
import { MarkShape } from './mark-choice.tsx'
import { useIndicatorWords } from './words.ts'

/** Where two who screened the same person heard yes and no: side by side, settled by neither alone. */
export function Disagreements({ disagreements }: { disagreements: readonly Disagreement[] }) {
  const { t } = useTranslation('wb-screening')
  const { instant } = useReading()
  const nameOf = useNameOf()
  const words = useIndicatorWords()
  if (disagreements.length === 0) return <p className="quiet">{t('noneDiffer')}</p>
  return (
    <section className="card card-flush">
      <p className="card-head small quiet">{t('differWhat')}</p>
      <ul className="plain-list">
        {disagreements.map(({ indicator, said }) => (
          <li key={indicator} className="case-line">
            <strong>{words(indicator)}</strong>
            <ul className="plain-list">
              {said.map(({ by, at, mark }) => (
                <li key={by}>
                  <MarkShape mark={mark} /> {t(`mark.${mark}`)} – {nameOf(by)},{' '}
                  <span className="quiet">{instant(at)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
