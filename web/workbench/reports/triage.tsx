import { useTranslation } from 'react-i18next'
import type { ReportDetail } from '#intake'
import { Facts } from '../../ui/page.tsx'

/** Why this report stands where it stands in the inbox, and what was answered. It orders; it decides nothing. */
export function Triage({ report }: { report: ReportDetail }) {
  const { t } = useTranslation(['wb-reports', 'wb-cases'])
  const told = report.report
  const said = (group: string, value: string): string =>
    t(`${group}.${value}`, { defaultValue: t(`said.${value}`) })
  const because = report.because.map((key) =>
    t(`because.${key}`, { defaultValue: t(`wb-cases:indicator.${key}`, { defaultValue: key }) }),
  )
  const shares = Object.entries(told.share).filter(([, yes]) => yes)
  const signs = told.signs.map((sign) => t(`wb-cases:indicator.${sign}`))
  // Locked, 'not said' would be untrue of every answer.
  if (report.locked) return null
  return (
    <section className="card stack-small">
      <h2>{t('triage.title')}</h2>
      {because.length > 0 ? (
        <div>
          <h3>{t('triage.because')}</h3>
          <ul>
            {because.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="small quiet">{t('triage.nothing')}</p>
      )}
      <Facts
        items={[
          [t('triage.safe'), said('safe', told.safe)],
          [t('triage.about'), said('about', told.about)],
          [t('triage.child'), said('said', told.child)],
          [t('triage.since'), said('since', told.since)],
          [t('column.place'), <Private key="place" text={told.place} />],
          [t('triage.signs'), signs.length > 0 ? signs.join(' · ') : t('workbench:state.none')],
          [t('column.contact'), t(`contact.${told.contact.wanted}`)],
          told.contact.how !== '' && [t('triage.how'), <Private key="how" text={told.contact.how} />],
          told.contact.whenSafe !== '' && [
            t('triage.whenSafe'),
            <Private key="when" text={told.contact.whenSafe} />,
          ],
          [
            t('triage.share'),
            shares.length > 0
              ? shares.map(([who]) => t(`share.${who}`)).join(' · ')
              : t('triage.shareNobody'),
          ],
        ]}
      />
    </section>
  )
}

function Private({ text }: { text: string }) {
  const { t } = useTranslation('wb-reports')
  if (text === '') return <span className="quiet">{t('said.not_asked')}</span>
  return (
    <span data-private="" dir="auto">
      {text}
    </span>
  )
}
