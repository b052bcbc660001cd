import { Tabs } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CasePage as Case } from '#cases'
import { Badge, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { useMay } from '../session.ts'
import { Access } from './access.tsx'
import { Course } from './course.tsx'
import { useCase, useConsents, useScreenings } from './case-queries.ts'
import { useSafety, useTasks } from './casework-queries.ts'
import { CaseLaw } from './case-law.tsx'
import { Child, Danger } from './marks.tsx'
import { Overview } from './overview.tsx'
import { People } from './people.tsx'
import { Plan } from './plan/plan.tsx'
import { Safety } from './safety.tsx'
import { Screening } from './screening.tsx'
import { Tasks } from './tasks.tsx'
import { Team } from './team.tsx'
import { Timeline } from './timeline.tsx'

const tabs = [
  'overview',
  'safety',
  'screening',
  'law',
  'plan',
  'people',
  'tasks',
  'team',
  'course',
  'timeline',
  'access',
] as const
type Tab = (typeof tabs)[number]

/** What a role must be able to read for a tab to be of use to it; the others are for all who may open the case. */
const needs: Partial<Record<Tab, string>> = {
  safety: 'safety',
  tasks: 'task',
  team: 'conference',
  course: 'proceeding',
}

const panels: Record<Tab, React.ComponentType<{ page: Case }>> = {
  overview: Overview,
  safety: Safety,
  screening: Screening,
  law: CaseLaw,
  plan: Plan,
  people: People,
  tasks: Tasks,
  team: Team,
  course: Course,
  timeline: Timeline,
  access: Access,
}

/** A case: the person at the top under a code name, the work in tabs. */
export function CasePage() {
  const { t } = useTranslation('wb-cases')
  const { code } = useParams({ strict: false }) as { code: string }
  const found = useCase(code)
  useAskedAhead(code)
  return (
    <Answer query={found} loading={<Page title={code}>{null}</Page>}>
      {(page) => (
        <Page
          title={page.code}
          back={{ to: '/cases', label: t('workbench:place.cases') }}
          badges={
            <>
              <Danger danger={page.danger} />
              {page.status === 'closed' ? <Badge>{t('status.closed')}</Badge> : null}
            </>
          }
          lead={<PeopleLine page={page} />}
        >
          <CaseTabs page={page} />
        </Page>
      )}
    </Answer>
  )
}

/** What the first tab shows is asked for beside the case, not after it. */
function useAskedAhead(code: string): void {
  const may = useMay()
  const { tab = 'overview' }: { tab?: string } = useSearch({ strict: false })
  const isFirst = tab === 'overview'
  useConsents(code)
  useScreenings(code, isFirst)
  useSafety(code, isFirst && may('safety', 'read'))
  useTasks(code, isFirst && may('task', 'read'))
}

function PeopleLine({ page }: { page: Case }) {
  const { t } = useTranslation('wb-cases')
  const { country } = useReading()
  const consents = useConsents(page.code)
  const holding = consents.data?.filter(({ state }) => state === 'in_force')
  return (
    <span className="row">
      {page.people.map((person) => (
        <span key={person.id} className="row">
          <strong>{person.codeName}</strong> <Child child={person.child} />
          {holding
            ?.filter(({ personId }) => personId === person.id)
            .map(({ id, purpose }) => (
              <Badge key={id} tone="accent" icon={<IconCheck size={13} aria-hidden />}>
                {t(`consent.purpose.${purpose}`)}
              </Badge>
            ))}
          {holding?.length === 0 ? <Badge>{t('consent.noneYet')}</Badge> : null}
        </span>
      ))}
      <span>· {t('overview.lawOf', { country: country(page.jurisdiction) })}</span>
    </span>
  )
}

function CaseTabs({ page }: { page: Case }) {
  const { t } = useTranslation(['wb-cases', 'wb-casework'])
  const tabName = (id: Tab): string => t([`wb-casework:tab.${id}`, `tab.${id}`])
  const navigate = useNavigate()
  const search: { tab?: string } = useSearch({ strict: false })
  const may = useMay()
  const open = tabs.filter((id) => needs[id] === undefined || may(needs[id], 'read'))
  const tab: Tab = open.find((id) => id === search.tab) ?? 'overview'
  const go = (next: Tab): void =>
    void navigate({ to: '/cases/$code', params: { code: page.code }, search: { tab: next }, replace: true })
  useKeys(
    open.slice(0, 9).map((id, index) => ({
      keys: String(index + 1),
      label: tabName(id),
      group: page.code,
      run: () => go(id),
    })),
  )
  const Panel = panels[tab]
  return (
    <Tabs value={tab} onChange={(next) => next && go(next as Tab)} keepMounted={false}>
      <Tabs.List mb="lg">
        {open.map((id) => (
          <Tabs.Tab key={id} value={id}>
            {tabName(id)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        <Panel page={page} />
      </Tabs.Panel>
    </Tabs>
  )
}
