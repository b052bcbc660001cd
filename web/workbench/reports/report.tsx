import './report.css'
import { Button } from '@mantine/core'
import { IconFolderPlus } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportDetail } from '#intake'
import { Badge, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { Child, Danger } from '../cases/marks.tsx'
import { OpenCaseDialog } from '../cases/open-case.tsx'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { Unlock } from './keys.tsx'
import { ReportFiles } from './report-files.tsx'
import { DuplicatesCard } from './duplicates.tsx'
import { RecusalCard } from './recusal.tsx'
import { shortName, useReport } from './report-queries.ts'
import { SafeContactCard } from './safe-contact.tsx'
import { Talk } from './talk.tsx'
import { Triage } from './triage.tsx'
import { WorkCard } from './work.tsx'

/** A report beside its triage: what was told, why it is pressing, and the talk with whoever told it. */
export function ReportPage() {
  const { t } = useTranslation(['wb-reports', 'wb-cases'])
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useReport(id)
  const title = t('report.title', { name: shortName(id) })
  return (
    <Answer query={found} loading={<Page title={title}>{null}</Page>}>
      {(report) => <Shown title={title} report={report} />}
    </Answer>
  )
}

function Shown({ title, report }: { title: string; report: ReportDetail }) {
  const { t } = useTranslation(['wb-reports', 'wb-cases'])
  const { instant, languageName } = useReading()
  const may = useMay()
  return (
    <Page
      title={title}
      back={{ to: '/reports', label: t('workbench:place.reports') }}
      badges={
        <>
          <Danger danger={report.danger} />
          {report.child === 'yes' ? <Child child="yes" /> : null}
          <Badge>{t(`status.${report.status}`)}</Badge>
        </>
      }
      lead={`${t(`channel.${report.channel}`)} · ${instant(report.receivedAt)} · ${languageName(report.language)}`}
      actions={<Actions report={report} />}
    >
      <div className="columns columns-side">
        <div className="stack">
          {report.locked ? <Unlock /> : <Told report={report} />}
          {report.locked ? null : <ReportFiles id={report.id} />}
          <Talk report={report} />
          {may('duplicate', 'read') && !report.locked ? <DuplicatesCard report={report} /> : null}
        </div>
        <div className="stack">
          <Triage report={report} />
          <WorkCard report={report} />
          {report.locked ? null : <SafeContactCard report={report} />}
          {may('recusal', 'create') ? <RecusalCard report={report} /> : null}
        </div>
      </div>
    </Page>
  )
}

function Told({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-reports')
  return (
    <section className="card stack-small">
      <h2>{t('report.told')}</h2>
      {report.report.story === '' ? (
        <p className="quiet">{t('report.noStory')}</p>
      ) : (
        <p className="report-story" dir="auto" lang={report.language} data-private="">
          {report.report.story}
        </p>
      )}
    </section>
  )
}

function Actions({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-reports')
  const may = useMay()
  const [isOpening, setOpening] = useState(false)
  const canOpen = may('case', 'create') && report.caseCode === null
  const canChange = may('report', 'update')
  const setStatus = (status: string): Promise<unknown> =>
    api.patch(`/intake/reports/${part(report.id)}`, { status })
  const close = useDeed({
    run: setStatus,
    done: (_, status) => t(status === 'closed' ? 'report.closed' : 'report.reopened'),
    undo: () => setStatus(report.status === 'new' ? 'read' : report.status),
    renew: [['reports']],
  })
  useKeys(
    canOpen
      ? [
          {
            keys: 'c',
            label: t('report.toCase'),
            group: t('workbench:found.report'),
            run: () => setOpening(true),
          },
        ]
      : [],
  )
  const isClosed = report.status === 'closed'
  return (
    <>
      {canChange ? (
        <Button
          variant="default"
          loading={close.isPending}
          onClick={() => close.mutate(isClosed ? 'read' : 'closed')}
        >
          {t(isClosed ? 'report.reopen' : 'report.close')}
        </Button>
      ) : null}
      {report.caseCode ? (
        <Button component={Link} to={`/cases/${report.caseCode}`}>
          {t('report.inCase', { code: report.caseCode })}
        </Button>
      ) : null}
      {canOpen ? (
        <Button leftSection={<IconFolderPlus size={18} aria-hidden />} onClick={() => setOpening(true)}>
          {t('report.toCase')}
        </Button>
      ) : null}
      {isOpening ? (
        <OpenCaseDialog
          origin={{ kind: 'report', id: report.id }}
          danger={report.danger}
          child={report.child}
          close={() => setOpening(false)}
        />
      ) : null}
    </>
  )
}
