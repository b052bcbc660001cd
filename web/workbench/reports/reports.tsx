import { Button } from '@mantine/core'
import { IconInbox, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportSummary } from '#intake'
import { type Column, List } from '../../ui/list.tsx'
import { Badge, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { Child, Danger, Deadline } from '../cases/marks.tsx'
import { useMay } from '../session.ts'
import { EnterReportDialog } from './enter-report.tsx'
import { Recipients, Unlock } from './keys.tsx'
import { byDanger, shortName, useReports } from './report-queries.ts'

/** What came in? The most pressing first. */
export function ReportsPage() {
  const { t } = useTranslation('wb-reports')
  const reports = useReports()
  const may = useMay()
  const [isEntering, setEntering] = useState(false)
  const columns = useColumns()
  const canEnter = may('report', 'create')
  useKeys(
    canEnter
      ? [
          {
            keys: 'n',
            label: t('enter.action'),
            group: t('workbench:place.reports'),
            run: () => setEntering(true),
          },
        ]
      : [],
  )
  const enter = canEnter ? (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setEntering(true)}>
      {t('enter.action')}
    </Button>
  ) : null
  return (
    <Page title={t('workbench:place.reports')} lead={t('workbench:question.reports')} actions={enter}>
      <Unlock />
      <Answer query={reports}>
        {(rows) => (
          <List
            name={t('workbench:place.reports')}
            file="reports"
            rows={rows}
            id={(one) => one.id}
            columns={columns}
            sort={{ by: 'danger', down: false }}
            open={(one) => `/reports/${one.id}`}
            facets={[
              {
                id: 'status',
                label: t('column.status'),
                value: (one) => one.status,
                name: (id) => t(`status.${id}`),
              },
              {
                id: 'danger',
                label: t('wb-cases:column.danger'),
                value: (one) => one.danger,
                name: (id) => t(`wb-cases:danger.${id}`),
              },
              {
                id: 'channel',
                label: t('column.channel'),
                value: (one) => one.channel,
                name: (id) => t(`channel.${id}`),
              },
            ]}
            empty={
              <Empty
                title={t('empty.title')}
                icon={<IconInbox size={22} />}
                action={
                  <Button component="a" href="/report" variant="default">
                    {t('empty.action')}
                  </Button>
                }
              >
                {t('empty.what')}
              </Empty>
            }
          />
        )}
      </Answer>
      <Recipients />
      {isEntering ? <EnterReportDialog close={() => setEntering(false)} /> : null}
    </Page>
  )
}

function useColumns(): Column<ReportSummary>[] {
  const { t } = useTranslation(['wb-reports', 'wb-cases'])
  const { instant, languageName } = useReading()
  return [
    {
      id: 'report',
      header: t('column.report'),
      value: (one) => shortName(one.id),
      cell: (one) => <span className="mono">{shortName(one.id)}</span>,
    },
    {
      id: 'danger',
      header: t('wb-cases:column.danger'),
      value: (one) => byDanger(one.danger),
      cell: (one) => (
        <span className="row">
          <Danger danger={one.danger} />
          {one.child === 'yes' ? <Child child="yes" /> : null}
        </span>
      ),
    },
    {
      id: 'place',
      header: t('column.place'),
      value: (one) => one.place,
      cell: (one) => (
        <span data-private="" dir="auto">
          {one.place.length > 60 ? `${one.place.slice(0, 60)}…` : one.place}
        </span>
      ),
    },
    {
      id: 'contact',
      header: t('column.contact'),
      value: (one) => t(`contact.${one.contact}`),
      cell: (one) => <span className="nowrap">{t(`contact.${one.contact}`)}</span>,
    },
    {
      id: 'unread',
      header: t('column.unread'),
      value: (one) => one.unread,
      align: 'end',
      cell: (one) => (one.unread > 0 ? <Badge tone="accent">{one.unread}</Badge> : null),
    },
    {
      id: 'answerBy',
      header: t('column.answerBy'),
      value: (one) => (one.status === 'new' || one.status === 'read' ? one.answerBy : null),
      cell: (one) =>
        one.status === 'new' || one.status === 'read' ? (
          <Deadline
            day={one.answerBy}
            state={one.answerBy < new Date().toISOString().slice(0, 10) ? 'missed' : 'close'}
          />
        ) : null,
    },
    { id: 'status', header: t('column.status'), value: (one) => t(`status.${one.status}`) },
    { id: 'language', header: t('workbench:shell.language'), value: (one) => languageName(one.language) },
    {
      id: 'received',
      header: t('column.received'),
      value: (one) => one.receivedAt,
      cell: (one) => <span className="nowrap">{instant(one.receivedAt)}</span>,
    },
  ]
}
