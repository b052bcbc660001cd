import { Button } from '@mantine/core'
import { IconListSearch, IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Column, List } from '../../ui/list.tsx'
import { Facts, Notice, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty, Failed, Lines } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { useNameOf } from '../staff/colleagues.ts'

type Line = {
  seq: number
  at: string
  actor: string
  role: string
  purpose: string
  action: string
  resource: string
  subject: string | null
  why: string | null
  leaf: string
}
type Entries = { entries: Line[]; pending: number }
type Verification = {
  ok: boolean
  entries: number
  headsChecked: number
  lastHead: { size: number; root: string; at: string; signature: string } | null
  findings: readonly { problem: string; detail: string }[]
  publicKey: string
}

const pageSize = 200

/** Who looked at what, and why? And whether the record still is what was written. */
export function AuditPage() {
  const { t } = useTranslation('wb-audit')
  const { count } = useReading()
  const entries = useInfiniteQuery({
    queryKey: ['audit', 'entries'],
    queryFn: ({ signal, pageParam }) =>
      api.get<Entries>('/audit/entries', { query: { limit: pageSize, before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.entries.length < pageSize ? undefined : last.entries.at(-1)?.seq),
  })
  const pending = entries.data?.pages[0]?.pending ?? 0
  const rows = entries.data?.pages.flatMap((page) => page.entries)
  return (
    <Page title={t('workbench:place.audit')} lead={t('workbench:question.audit')}>
      <Verify />
      {pending > 0 ? (
        <p className="small quiet">{t('pending', { count: pending, shown: count(pending) })}</p>
      ) : null}
      {rows ? (
        <EntryList rows={rows} />
      ) : entries.isError ? (
        <Failed error={entries.error} retry={() => void entries.refetch()} />
      ) : (
        <Lines />
      )}
      {entries.hasNextPage ? (
        <div>
          <Button
            variant="default"
            loading={entries.isFetchingNextPage}
            onClick={() => void entries.fetchNextPage()}
          >
            {t('older')}
          </Button>
        </div>
      ) : null}
    </Page>
  )
}

function EntryList({ rows }: { rows: readonly Line[] }) {
  const { t } = useTranslation('wb-audit')
  const { instant } = useReading()
  const nameOf = useNameOf()
  const columns: Column<Line>[] = [
    {
      id: 'at',
      header: t('column.at'),
      value: (line) => line.at,
      cell: (line) => <span className="nowrap">{instant(line.at)}</span>,
    },
    { id: 'actor', header: t('column.actor'), value: (line) => nameOf(line.actor) },
    {
      id: 'role',
      header: t('column.role'),
      value: (line) => t(`workbench:role.${line.role}`, { defaultValue: line.role }),
    },
    {
      id: 'action',
      header: t('column.action'),
      value: (line) => line.action,
      cell: (line) => <code className="text-ltr">{line.action}</code>,
    },
    {
      id: 'subject',
      header: t('column.subject'),
      value: (line) => line.subject,
      cell: (line) => <Subject id={line.subject} />,
    },
    {
      id: 'purpose',
      header: t('column.purpose'),
      value: (line) => t(`purpose.${line.purpose}`, { defaultValue: line.purpose }),
    },
    { id: 'why', header: t('column.why'), value: (line) => line.why },
    { id: 'seq', header: t('column.seq'), value: (line) => line.seq, align: 'end' },
  ]
  return (
    <List
      name={t('workbench:place.audit')}
      file="audit"
      rows={rows}
      id={(line) => String(line.seq)}
      columns={columns}
      sort={{ by: 'seq', down: true }}
      facets={[
        { id: 'action', label: t('column.action'), value: (line) => line.action },
        {
          id: 'role',
          label: t('column.role'),
          value: (line) => line.role,
          name: (id) => t(`workbench:role.${id}`, { defaultValue: id }),
        },
      ]}
      empty={
        <Empty title={t('empty.title')} icon={<IconListSearch size={22} />}>
          {t('empty.what')}
        </Empty>
      }
    />
  )
}

function Verify() {
  const { t } = useTranslation('wb-audit')
  const { count, instant } = useReading()
  const verification = useQuery({
    queryKey: ['audit', 'verification'],
    queryFn: ({ signal }) => api.get<Verification>('/audit/verification', { signal }),
  })
  return (
    <section className="card">
      <div className="row-between">
        <h2>{t('verify.title')}</h2>
        <Button
          size="xs"
          variant="default"
          loading={verification.isFetching}
          onClick={() => void verification.refetch()}
        >
          {t('verify.again')}
        </Button>
      </div>
      <Answer query={verification} loading={<Lines count={2} />}>
        {({ ok, entries, headsChecked, lastHead, findings }) => (
          <div className="stack-small">
            <Notice
              tone={ok ? 'accent' : 'danger'}
              icon={ok ? <IconShieldCheck size={20} aria-hidden /> : <IconShieldX size={20} aria-hidden />}
            >
              {ok
                ? t('verify.ok', { count: entries, shown: count(entries) })
                : t('verify.broken', { count: findings.length })}
              {ok ? null : (
                <ul lang="en" dir="ltr">
                  {findings.map(({ problem, detail }) => (
                    <li key={problem + detail}>{detail}</li>
                  ))}
                </ul>
              )}
            </Notice>
            <Facts
              items={[
                [t('verify.heads'), count(headsChecked)],
                lastHead !== null && [t('verify.lastHead'), instant(lastHead.at)],
                lastHead !== null && [
                  t('verify.root'),
                  <code key="root" className="text-ltr audit-root">
                    {lastHead.root}
                  </code>,
                ],
              ]}
            />
          </div>
        )}
      </Answer>
    </section>
  )
}

// An id is shown by its beginning; the whole of it stands in the export and on hovering.
function Subject({ id }: { id: string | null }) {
  if (id === null) return null
  return (
    <code className="text-ltr nowrap" title={id}>
      {/^[0-9a-f-]{36}$/.test(id) ? `${id.slice(0, 8)}…` : id}
    </code>
  )
}
