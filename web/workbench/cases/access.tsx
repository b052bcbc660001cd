import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { useReading } from '../../ui/reading.ts'
import { useColleagues } from '../staff/colleagues.ts'
import './cases.css'
import { GivenFiles } from './given-files.tsx'
import { JoinNotice, Joinings } from './joining.tsx'
import { Keeping } from './keeping.tsx'

/** Who works on this case, and so may open it. */
export function Access({ page }: { page: CasePage }) {
  const { t } = useTranslation(['wb-cases', 'wb-casework'])
  const { instant } = useReading()
  const { data } = useColleagues()
  return (
    <div className="stack">
      <JoinNotice page={page} />
      <section className="card card-flush" aria-label={t('tab.access')}>
        <div className="card-head">
          <h2>{t('overview.assigned')}</h2>
          <p className="small quiet">{t('access.about')}</p>
        </div>
        <ul className="plain-list">
          {page.assigned.map(({ userId, since, until }) => {
            const colleague = data?.find(({ id }) => id === userId)
            return (
              <li key={userId} className="case-line">
                <span>
                  {colleague?.name ?? userId.slice(0, 8)}{' '}
                  {colleague ? (
                    <span className="quiet small">{t(`workbench:role.${colleague.role}`)}</span>
                  ) : null}
                </span>
                <span className="quiet small">
                  {t('access.since', { at: instant(since) })}
                  {until ? ` · ${t('wb-casework:joining.ends', { at: instant(until) })}` : ''}
                </span>
              </li>
            )
          })}
        </ul>
      </section>
      <Joinings page={page} />
      <GivenFiles page={page} />
      <Keeping page={page} />
    </div>
  )
}
