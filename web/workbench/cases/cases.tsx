import { Button } from '@mantine/core'
import { IconFolderHeart, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseSummary, LeadView } from '#cases'
import { type Column, List } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { useMay } from '../session.ts'
import { useCases, useLeads } from './case-queries.ts'
import { Leads } from './leads.tsx'
import { Child, Danger, Deadline } from './marks.tsx'
import { OpenCaseDialog } from './open-case.tsx'

/** Who are we helping? Cases under their codes; and leads waiting for somebody to take them up. */
export function CasesPage() {
  const { t } = useTranslation('wb-cases')
  const { instant, country } = useReading()
  const cases = useCases()
  const may = useMay()
  const [isOpening, setOpening] = useState(false)
  const canOpen = may('case', 'create')
  useKeys(
    canOpen
      ? [
          {
            keys: 'n',
            label: t('open.action'),
            group: t('workbench:place.cases'),
            run: () => setOpening(true),
          },
        ]
      : [],
  )
  const open = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setOpening(true)}>
      {t('open.action')}
    </Button>
  )
  const columns: Column<CaseSummary>[] = [
    { id: 'code', header: t('column.code'), value: (one) => one.code },
    {
      id: 'people',
      header: t('column.people'),
      value: (one) => one.people.map(({ codeName }) => codeName).join(', '),
      cell: (one) => (
        <span className="row">
          {one.people.map(({ codeName, child }) => (
            <span key={codeName} className="row">
              {codeName} <Child child={child} />
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'danger',
      header: t('column.danger'),
      value: (one) => ['immediate', 'possible', 'unknown', 'none'].indexOf(one.danger),
      cell: (one) => <Danger danger={one.danger} />,
    },
    {
      id: 'deadline',
      header: t('column.nextDeadline'),
      value: (one) => one.nextDeadline,
      cell: (one) => (one.nextDeadline ? <Deadline day={one.nextDeadline} /> : null),
    },
    { id: 'jurisdiction', header: t('column.jurisdiction'), value: (one) => country(one.jurisdiction) },
    { id: 'origin', header: t('column.origin'), value: (one) => t(`origin.${one.origin}`) },
    {
      id: 'mine',
      header: t('column.mine'),
      value: (one) => one.assignedToMe,
      cell: (one) => (one.assignedToMe ? t('column.me') : null),
    },
    {
      id: 'opened',
      header: t('column.opened'),
      value: (one) => one.openedAt,
      cell: (one) => <span className="nowrap">{instant(one.openedAt)}</span>,
    },
  ]
  return (
    <Page
      title={t('workbench:place.cases')}
      lead={t('workbench:question.cases')}
      actions={canOpen ? open : null}
    >
      {may('lead', 'read') ? <OpenLeads /> : null}
      <Answer query={cases}>
        {(rows) => (
          <List
            name={t('workbench:place.cases')}
            file="cases"
            rows={rows}
            id={(one) => one.code}
            columns={columns}
            sort={{ by: 'danger', down: false }}
            open={(one) => `/cases/${one.code}`}
            facets={[
              {
                id: 'status',
                label: t('column.status'),
                value: (one) => one.status,
                name: (id) => t(`status.${id}`),
              },
              {
                id: 'danger',
                label: t('column.danger'),
                value: (one) => one.danger,
                name: (id) => t(`danger.${id}`),
              },
              {
                id: 'mine',
                label: t('column.mine'),
                value: (one) => (one.assignedToMe ? 'mine' : 'others'),
                name: (id) => t(`whose.${id}`),
              },
            ]}
            empty={
              <Empty
                title={t('empty.title')}
                icon={<IconFolderHeart size={22} />}
                action={canOpen ? open : null}
              >
                {t('empty.what')}
              </Empty>
            }
          />
        )}
      </Answer>
      {isOpening ? <OpenCaseDialog origin={{ kind: 'direct' }} close={() => setOpening(false)} /> : null}
    </Page>
  )
}

function OpenLeads() {
  const leads = useLeads()
  const rows: readonly LeadView[] = leads.data ?? []
  return rows.length === 0 ? null : <Leads leads={rows} />
}
