import { useTranslation } from 'react-i18next'
import type { HtcdsReading } from '#cases'
import { Badge } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { useWordsIfAny } from '../words-if-any.ts'

/** As many rows as somebody reads; the figures above count them all. */
const SHOWN = 50

/** What each record of a file would become. Never a name: only that there is one. */
export function WouldBeAdded({ rows }: { rows: HtcdsReading['good'] }) {
  const { t } = useTranslation(['wb-exchange', 'wb-cases'])
  const { count, country } = useReading()
  const ifAny = useWordsIfAny()
  return (
    <section className="card card-flush" aria-label={t('would.title')}>
      <div className="card-head">
        <h2>{t('would.title')}</h2>
        <p className="small quiet">{t('would.what')}</p>
      </div>
      <table className="exchange-table">
        <thead>
          <tr>
            <th>{t('would.row')}</th>
            <th>{t('would.state')}</th>
            <th>{t('would.child')}</th>
            <th>{t('would.nationality')}</th>
            <th>{t('would.exploitation')}</th>
            <th>{t('would.fields')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((one) => (
            <tr key={one.row}>
              <td data-label={t('would.row')} className="number">
                {count(one.row)}
              </td>
              <td data-label={t('would.state')}>
                <span className="row">
                  <Badge tone={one.known ? 'plain' : 'accent'}>
                    {t(one.known ? 'would.known' : 'would.new')}
                  </Badge>
                  {one.closed ? <Badge>{t('would.willClose')}</Badge> : null}
                  {one.named ? <span className="small quiet">{t('would.named')}</span> : null}
                </span>
              </td>
              <td data-label={t('would.child')}>{t(`wb-cases:childAnswer.${one.child}`)}</td>
              <td data-label={t('would.nationality')}>
                {one.nationality === null ? '–' : country(one.nationality)}
              </td>
              <td data-label={t('would.exploitation')}>
                {one.exploitation.map((each) => ifAny(`wb-exchange:exploit.${each}`) ?? each).join(', ') ||
                  '–'}
              </td>
              <td data-label={t('would.fields')} className="number">
                {count(one.fields)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN ? (
        <p className="case-line small quiet">{t('would.more', { count: rows.length - SHOWN })}</p>
      ) : null}
    </section>
  )
}
