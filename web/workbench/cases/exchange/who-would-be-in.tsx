import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { HtcdsPreview } from '#cases'
import { Notice } from '../../../ui/page.tsx'

const SHOWN = 100
const reasons = ['noConsent', 'otherRecipient', 'ended'] as const

/** Who agreed to be in a file, by code names, with what of each leaves; and why the others stay out. */
export function WhoWouldBeIn(props: { seen: HtcdsPreview; give: () => void; isGiving: boolean }) {
  const { people, leftOut } = props.seen
  const { t } = useTranslation(['wb-exchange', 'wb-cases'])
  const title = people.length === 0 ? t('give.nobody') : t('give.people', { count: people.length })
  const stayOut = reasons.filter((reason) => leftOut[reason] > 0)
  return (
    <section className="card card-flush" aria-label={title}>
      <div className="card-head stack-small" role="status">
        <h2>{title}</h2>
        {stayOut.length > 0 ? (
          <div className="small quiet">
            {t('give.left')}
            <ul>
              {stayOut.map((reason) => (
                <li key={reason}>{t(`give.${reason}`, { count: leftOut[reason] })}</li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
      {people.length > 0 ? (
        <>
          <table className="exchange-table">
            <thead>
              <tr>
                <th>{t('give.case')}</th>
                <th>{t('give.person')}</th>
                <th>{t('give.fields')}</th>
              </tr>
            </thead>
            <tbody>
              {people.slice(0, SHOWN).map((one) => (
                <tr key={`${one.code} ${one.codeName}`}>
                  <td data-label={t('give.case')}>
                    <Link to="/cases/$code" params={{ code: one.code }}>
                      <span className="text-ltr">{one.code}</span>
                    </Link>
                  </td>
                  <td data-label={t('give.person')}>{one.codeName}</td>
                  <td data-label={t('give.fields')}>
                    <div>
                      {one.fields.map((field) => t(`wb-cases:consent.field.${field}`)).join(', ')}
                      {one.withoutName ? <p className="small quiet">{t('give.withoutName')}</p> : null}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {people.length > SHOWN ? (
            <p className="case-line small quiet">{t('give.more', { count: people.length - SHOWN })}</p>
          ) : null}
          <div className="exchange-give stack-small">
            <Notice>{t('give.listed')}</Notice>
            <div className="row">
              <Button
                leftSection={<IconDownload size={17} aria-hidden />}
                loading={props.isGiving}
                onClick={props.give}
              >
                {t('give.action')}
              </Button>
            </div>
          </div>
        </>
      ) : null}
    </section>
  )
}
