import { Button, Tabs } from '@mantine/core'
import { IconDatabaseImport, IconUpload } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnresolvedPlaceText } from '#sources'
import { type Column, List } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { useMay } from '../session.ts'
import { ImportDialog } from './import-dialog.tsx'
import { Imports } from './imports.tsx'
import { type Source, useSources, useUnresolved } from './source-queries.ts'

const tabs = ['held', 'imports', 'unresolved'] as const

/** What do we read, and what was refused? */
export function SourcesPage() {
  const { t } = useTranslation('wb-sources')
  const may = useMay()
  const navigate = useNavigate()
  const search: { tab?: string } = useSearch({ strict: false })
  const tab = tabs.find((id) => id === search.tab) ?? 'held'
  const go = (next: string): void => void navigate({ to: '/sources', search: { tab: next }, replace: true })
  const [isImporting, setImporting] = useState(false)
  const importAction = may('import', 'create') ? (
    <Button leftSection={<IconUpload size={17} aria-hidden />} onClick={() => setImporting(true)}>
      {t('import.action')}
    </Button>
  ) : null
  return (
    <Page title={t('workbench:place.sources')} lead={t('workbench:question.sources')} actions={importAction}>
      <Tabs value={tab} onChange={(next) => next && go(next)} keepMounted={false}>
        <Tabs.List mb="lg">
          {tabs.map((id) => (
            <Tabs.Tab key={id} value={id}>
              {t(`tab.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="held">
          <Held action={importAction} />
        </Tabs.Panel>
        <Tabs.Panel value="imports">
          <Imports />
        </Tabs.Panel>
        <Tabs.Panel value="unresolved">
          <Unresolved />
        </Tabs.Panel>
      </Tabs>
      {isImporting ? (
        <ImportDialog
          close={() => setImporting(false)}
          begun={() => {
            setImporting(false)
            go('imports')
          }}
        />
      ) : null}
    </Page>
  )
}

// The engine's day zero stands for 'no row tells a day'.
const known = (day: string): string | null => (day <= '1970-01-01' ? null : day)

function Held({ action }: { action: React.ReactNode }) {
  const { t } = useTranslation('wb-sources')
  const { count, day, percent } = useReading()
  const sources = useSources()
  const columns: Column<Source>[] = [
    { id: 'source', header: t('column.source'), value: (one) => one.source },
    { id: 'kind', header: t('column.kind'), value: (one) => t(`kind.${one.kind}`) },
    {
      id: 'rows',
      header: t('column.rows'),
      value: (one) => one.rows,
      align: 'end',
      cell: (one) => count(one.rows),
    },
    {
      id: 'countries',
      header: t('column.countries'),
      value: (one) => one.countries,
      align: 'end',
      cell: (one) => count(one.countries),
    },
    {
      id: 'span',
      header: t('column.span'),
      value: (one) => known(one.firstDay),
      cell: (one) =>
        known(one.firstDay) ? (
          <span className="nowrap">
            {day(one.firstDay)} – {day(one.lastDay)}
          </span>
        ) : null,
    },
    {
      id: 'withoutPlace',
      header: t('column.withoutPlace'),
      value: (one) => one.withoutPlace,
      align: 'end',
      cell: (one) =>
        one.withoutPlace === 0
          ? null
          : `${count(one.withoutPlace)} (${percent(one.withoutPlace / Math.max(1, one.rows), 1)})`,
    },
    {
      id: 'rejected',
      header: t('column.rejected'),
      value: (one) => one.lastImport?.rejected,
      align: 'end',
      cell: (one) => (one.lastImport ? count(one.lastImport.rejected) : null),
    },
  ]
  return (
    <Answer query={sources}>
      {(rows) => (
        <List
          name={t('workbench:place.sources')}
          file="sources"
          rows={rows}
          id={(one) => `${one.kind} ${one.source}`}
          columns={columns}
          sort={{ by: 'rows', down: true }}
          facets={[
            { id: 'kind', label: t('column.kind'), value: (one) => one.kind, name: (id) => t(`kind.${id}`) },
          ]}
          empty={
            <Empty title={t('empty.title')} icon={<IconDatabaseImport size={22} />} action={action}>
              {t('empty.what')}
            </Empty>
          }
        />
      )}
    </Answer>
  )
}

function Unresolved() {
  const { t } = useTranslation('wb-sources')
  const { count, country } = useReading()
  const unresolved = useUnresolved()
  const columns: Column<UnresolvedPlaceText>[] = [
    {
      id: 'text',
      header: t('column.placeText'),
      value: (one) => one.placeText,
      cell: (one) => <span dir="auto">{one.placeText}</span>,
    },
    {
      id: 'country',
      header: t('column.country'),
      value: (one) => (one.country === '' ? '' : country(one.country)),
    },
    {
      id: 'rows',
      header: t('column.rows'),
      value: (one) => one.rows,
      align: 'end',
      cell: (one) => count(one.rows),
    },
    {
      id: 'reason',
      header: t('column.reason'),
      value: (one) => t(`reason.${one.reason.replaceAll(/[^a-z]+/g, '_')}`, { defaultValue: one.reason }),
    },
    { id: 'candidates', header: t('column.candidates'), value: (one) => one.candidates.join(', ') },
    { id: 'sources', header: t('workbench:place.sources'), value: (one) => one.sources.join(', ') },
  ]
  return (
    <Answer query={unresolved}>
      {(rows) => (
        <List
          name={t('tab.unresolved')}
          file="unresolved-places"
          rows={rows}
          id={(one) => `${one.placeText} ${one.country}`}
          columns={columns}
          sort={{ by: 'rows', down: true }}
          empty={<Empty title={t('unresolved.none')}>{t('unresolved.what')}</Empty>}
        />
      )}
    </Answer>
  )
}
