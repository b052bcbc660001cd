import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportDetail } from '#intake'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { ContactFields, emptyContact } from './contact-fields.tsx'

type Shown = NonNullable<ReportDetail['safeContact']>
type Safe = Shown['addresses'][number]['safe']

const icons = { yes: IconCircleCheck, no: IconCircleX, ask_first: IconHelpCircle } as const

/** Where and when a reporter can be reached safely, with what holds now. */
export function SafeContactCard({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-desk')
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const { safeContact } = report
  return (
    <section className="card stack-small">
      <h2>{t('contact.title')}</h2>
      {report.report.contact.wanted === 'no' ? <p>{t('contact.wantsNone')}</p> : null}
      {isEditing ? (
        <Edit report={report} done={() => setEditing(false)} />
      ) : (
        <>
          {safeContact === null || safeContact.addresses.length === 0 ? (
            <p className="quiet">{t('contact.none')}</p>
          ) : (
            <Addresses contact={safeContact} />
          )}
          {may('desk', 'update') && !report.locked ? (
            <div>
              <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
                {t('contact.edit')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </section>
  )
}

function SafeBadge({ safe, words }: { safe: Safe; words: string }) {
  const Icon = icons[safe]
  const tone = safe === 'yes' ? 'accent' : safe === 'no' ? 'danger' : 'clock'
  return (
    <Badge tone={tone} icon={<Icon size={14} aria-hidden />}>
      {words}
    </Badge>
  )
}

function Addresses({ contact }: { contact: Shown }) {
  const { t } = useTranslation('wb-desk')
  const { language } = useReading()
  const dayName = (day: number): string =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
  return (
    <ul className="stack-small">
      {contact.addresses.map(({ kind, address, now, note, hours }) => (
        <li key={`${kind} ${address}`}>
          <div className="row">
            <span>{t(`contact.kinds.${kind}`)}</span>
            <strong dir="auto" data-private="">
              {address}
            </strong>
            <SafeBadge safe={now} words={t(`contact.now.${now}`)} />
          </div>
          {hours.map((one) => (
            <div key={JSON.stringify(one)} className="small">
              {one.days.map(dayName).join(', ')}{' '}
              <span dir="ltr">
                {one.from}–{one.to}
              </span>
              : {t(`contact.safety.${one.safe}`)}
            </div>
          ))}
          {note === '' ? null : (
            <div className="small" dir="auto" data-private="">
              {note}
            </div>
          )}
        </li>
      ))}
      <li className="tiny quiet">{t('contact.zone', { zone: contact.timeZone })}</li>
    </ul>
  )
}

function Edit({ report, done }: { report: ReportDetail; done: () => void }) {
  const { t } = useTranslation('wb-desk')
  const [contact, setContact] = useState(report.safeContact ?? emptyContact)
  const keep = useDeed({
    run: () => api.put(`/intake/reports/${part(report.id)}/safe-contact`, contact),
    renew: [['reports', report.id]],
    after: done,
  })
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        keep.mutate()
      }}
    >
      <ContactFields contact={contact} change={setContact} />
      <div className="row">
        <Button type="submit" size="compact-sm" loading={keep.isPending}>
          {t('workbench:state.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={done}>
          {t('workbench:state.cancel')}
        </Button>
      </div>
    </form>
  )
}
