import { Select } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReportDetail } from '#intake'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { Deadline } from '../cases/marks.tsx'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useColleagues, useNameOf } from '../staff/colleagues.ts'

/** Who sees to a report, and what the law and the protocol ask for by when. */
export function WorkCard({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-desk')
  const { day } = useReading()
  const today = new Date().toISOString().slice(0, 10)
  return (
    <section className="card stack-small">
      <h2>{t('work.title')}</h2>
      <Responsible report={report} />
      <h3>{t('work.demands')}</h3>
      <ul className="stack-small">
        {report.demands.map(({ id, by, kind, source, done }) => (
          <li key={id}>
            <div className="row">
              <span>{t(`demand.${id}`, { defaultValue: id })}</span>
              {done ? (
                <span className="small">
                  <IconCheck size={15} aria-hidden /> {t('work.done')} · {day(by)}
                </span>
              ) : (
                <Deadline day={by} state={by < today ? 'missed' : 'open'} />
              )}
            </div>
            <details className="tiny quiet">
              <summary>{t(`work.kind.${kind}`)}</summary>
              <span lang="en" dir="ltr">
                {source}
              </span>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Responsible({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-desk')
  const may = useMay()
  const nameOf = useNameOf()
  const { data: colleagues = [] } = useColleagues()
  const put = (userId: string | null): Promise<unknown> =>
    api.put(`/intake/reports/${part(report.id)}/responsible`, { userId })
  const give = useDeed({
    run: put,
    done: (_, userId) => (userId === null ? t('work.nobodyNow') : t('work.given', { name: nameOf(userId) })),
    undo: () => put(report.responsible),
    renew: [['reports']],
  })
  const takers = colleagues.filter(({ role }) => ['intake_worker', 'case_worker'].includes(role))
  return (
    <Select
      label={t('work.responsible')}
      placeholder={t('work.nobody')}
      clearable
      clearButtonProps={{ 'aria-label': t('work.nobody') }}
      disabled={!may('desk', 'update')}
      data={takers.map(({ id, name }) => ({ value: id, label: name }))}
      value={report.responsible}
      onChange={(next) => give.mutate(next)}
    />
  )
}
