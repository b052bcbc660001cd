import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowsExchange, IconFolderHeart, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseSummary, LeadView } from '#cases'
import { type Column, List } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { useMay } from '../session.ts'
import { useCases, useCasesFound, useLeads } from './case-queries.ts'
import { Leads } from './leads.tsx'
import { Child, Danger, Deadline } from './marks.tsx'
import { OpenCaseDialog } from './open-case.tsx'

const dangers = ['immediate', 'possible', 'unknown', 'none'] as const
const all = { text: '', chosen: {} }

/** Who are we helping? Cases under their codes; and leads waiting for somebody to take them up. */
export function CasesPage() {
  const { t } = useTranslation('wb-cases')
  const { instant, country } = useReading()
  const [asked, setAsked] = useState<{ text: string; chosen: Readonly<Record<string, string>> }>(all)
  const { status = '', danger = '', mine = '' } = asked.chosen
  const filter = {
    ...(status && { status }),
    ...(danger && { danger }),
    ...(mine && { whose: mine }),
  }
  const cases = useCases(filter)
  const [typed] = useDebouncedValue(asked.text.trim(), 200)
  const total = cases.data?.pages[0]?.total ?? 0
  const found = useCasesFound(typed, filter, cases.hasNextPage)
  const rows = useMemo(() => {
    const loaded = cases.data?.pages.flatMap((page) => page.cases) ?? []
    const known = new Set(loaded.map(({ code }) => code))
    return [...loaded, ...(found.data ?? []).filter(({ code }) => !known.has(code))]
  }, [cases.data, found.data])
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
      value: (one) => dangers.indexOf(one.danger),
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
      actions={
        <>
          {may('case_import', 'create') ? (
            <Button
              component={Link}
              to="/exchange"
              variant="default"
              leftSection={<IconArrowsExchange size={17} aria-hidden />}
            >
              {t('workbench:place.exchange')}
            </Button>
          ) : null}
          {canOpen ? open : null}
        </>
      }
    >
      {may('lead', 'read') ? <OpenLeads /> : null}
      <Answer query={cases}>
        {() => (
          <List
            name={t('workbench:place.cases')}
            file="cases"
            rows={rows}
            id={(one) => one.code}
            columns={columns}
            sort={{ by: 'danger', down: false }}
            further={{
              total,
              load: () => void cases.fetchNextPage(),
              isLoading: cases.isFetchingNextPage,
              onAsk: setAsked,
            }}
            open={(one) => `/cases/${one.code}`}
            facets={[
              {
                id: 'status',
                label: t('column.status'),
                value: (one) => one.status,
                values: ['open', 'closed'],
                name: (id) => t(`status.${id}`),
              },
              {
                id: 'danger',
                label: t('column.danger'),
                value: (one) => one.danger,
                values: dangers,
                name: (id) => t(`danger.${id}`),
              },
              {
                id: 'mine',
                label: t('column.mine'),
                value: (one) => (one.assignedToMe ? 'mine' : 'others'),
                values: ['mine', 'others'],
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
