import { Button } from '@mantine/core'
import { IconChartBar, IconInbox, IconPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReportSummary } from '#intake'
import { type Column, List } from '../../ui/list.tsx'
import { Badge, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { Child, Danger, Deadline } from '../cases/marks.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { Recipients, Unlock } from './keys.tsx'
import { byPressure, shortName, useReports, useUnlisted } from './report-queries.ts'

/** What came in? The most pressing first. */
export function ReportsPage() {
  const { t } = useTranslation(['wb-reports', 'wb-desk', 'wb-cases'])
  const reports = useReports()
  const { data: unlisted = 0 } = useUnlisted()
  const may = useMay()
  const navigate = useNavigate()
  const nameOf = useNameOf()
  const columns = useColumns()
  const canEnter = may('report', 'create')
  useKeys(
    canEnter
      ? [
          {
            keys: 'n',
            label: t('enter.action'),
            group: t('workbench:place.reports'),
            run: () => void navigate({ to: '/reports/enter' }),
          },
        ]
      : [],
  )
  const enter = canEnter ? (
    <Button component={Link} to="/reports/enter" leftSection={<IconPlus size={17} aria-hidden />}>
      {t('enter.action')}
    </Button>
  ) : null
  const counts = (
    <Button
      component={Link}
      to="/reports/statistics"
      variant="default"
      leftSection={<IconChartBar size={17} aria-hidden />}
    >
      {t('wb-desk:statistics.title')}
    </Button>
  )
  return (
    <Page
      title={t('workbench:place.reports')}
      lead={t('workbench:question.reports')}
      actions={
        <>
          {counts}
          {enter}
        </>
      }
    >
      <Unlock />
      {unlisted > 0 ? <p className="small quiet">{t('unlisted', { number: unlisted })}</p> : null}
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
                id: 'responsible',
                label: t('wb-desk:work.responsible'),
                value: (one) => one.responsible ?? '',
                name: (id) => (id === '' ? t('wb-desk:work.nobody') : nameOf(id)),
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
    </Page>
  )
}

function useColumns(): Column<ReportSummary>[] {
  const { t } = useTranslation(['wb-reports', 'wb-cases', 'wb-desk'])
  const { instant } = useReading()
  const nameOf = useNameOf()
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
      value: byPressure,
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
      cell: (one) => t(`contact.${one.contact}`),
    },
    {
      id: 'unread',
      header: t('column.unread'),
      value: (one) => one.unread,
      align: 'end',
      cell: (one) => (one.unread > 0 ? <Badge tone="accent">{one.unread}</Badge> : null),
    },
    {
      id: 'next',
      header: t('wb-desk:work.next'),
      value: (one) => nextOf(one)?.by ?? null,
      cell: (one) => {
        const next = nextOf(one)
        if (!next) return null
        const isMissed = next.by < new Date().toISOString().slice(0, 10)
        return (
          <span className="stack-tiny">
            <span className="small">{t(`wb-desk:demand.${next.id}`, { defaultValue: next.id })}</span>{' '}
            <Deadline day={next.by} state={isMissed ? 'missed' : 'open'} />
          </span>
        )
      },
    },
    {
      id: 'responsible',
      header: t('wb-desk:work.responsible'),
      value: (one) => (one.responsible === null ? '' : nameOf(one.responsible)),
    },
    { id: 'status', header: t('column.status'), value: (one) => t(`status.${one.status}`) },
    {
      id: 'received',
      header: t('column.received'),
      value: (one) => one.receivedAt,
      cell: (one) => <span className="small">{instant(one.receivedAt)}</span>,
    },
  ]
}

/** What the law or the protocol asks for next; nothing once all is done. */
const nextOf = (one: ReportSummary) => one.demands.find(({ done }) => !done)
