import { Button, Select } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { Facts, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useLawWords } from '../law/law-words.ts'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useScreenings } from './case-queries.ts'
import { CustodyCard } from './custody.tsx'
import { useIndicatorWords } from './screening/words.ts'
import { useSafety, useTasks } from './casework-queries.ts'
import { Deadline } from './marks.tsx'
import { RiskLevel } from './safety.tsx'
import { stateOf, useTaskWords } from './tasks.tsx'
import { useWordsIfAny } from './words-if-any.ts'

/** Safety first, then the next steps and clocks; nothing else. */
export function Overview({ page }: { page: CasePage }) {
  return (
    <div className="columns columns-side">
      <div className="stack">
        <Safety page={page} />
        <NextSteps page={page} />
        <CustodyCard code={page.code} />
      </div>
      <CaseFacts page={page} />
    </div>
  )
}

function Safety({ page }: { page: CasePage }) {
  const { t } = useTranslation(['wb-cases', 'wb-casework'])
  const may = useMay()
  const screenings = useScreenings(page.code)
  const safety = useSafety(page.code, may('safety', 'read'))
  const words = useIndicatorWords()
  const ifAny = useWordsIfAny()
  // The last screening by each list counts: a short list asked later calms nothing that a longer one told.
  const latest = new Map(screenings.data?.screenings.map((one) => [one.indicatorSet, one]))
  const signs = [...new Set([...latest.values()].flatMap(({ result }) => result.safetyFirst.map(words)))]
  const risk = safety.data?.assessments[0]
  const isDanger = page.danger === 'immediate' || signs.length > 0 || risk?.level === 'immediate'
  if (!isDanger && risk === undefined && !safety.data?.trigger) return null
  return (
    <Notice tone={isDanger ? 'danger' : safety.data?.trigger ? 'clock' : 'accent'}>
      <strong>{t(isDanger ? 'overview.safetyFirst' : 'wb-casework:risk.title')}</strong>{' '}
      {risk === undefined ? null : <RiskLevel level={risk.level} />}
      {isDanger ? (
        <p>
          {page.danger === 'immediate' ? `${t('danger.immediate')}. ` : ''}
          {signs.join(' · ')}
        </p>
      ) : null}
      {safety.data?.trigger ? (
        <p>
          <Link to="/cases/$code" params={{ code: page.code }} search={{ tab: 'safety' }}>
            {t('wb-casework:risk.lookAgain')}
          </Link>{' '}
          {ifAny(`wb-casework:trigger.${safety.data.trigger}`)}
        </p>
      ) : null}
    </Notice>
  )
}

function NextSteps({ page }: { page: CasePage }) {
  const { t } = useTranslation(['wb-cases', 'wb-casework'])
  const nameOf = useNameOf()
  const { right } = useLawWords()
  const screenings = useScreenings(page.code)
  const clocks = page.rights
    .filter(
      ({ deadline, doneOn, standing }) => deadline !== null && doneOn === null && standing !== 'not_provided',
    )
    .toSorted((a, b) => (a.deadline! < b.deadline! ? -1 : 1))
  const due = page.rights.filter(({ standing, doneOn }) => standing === 'due_now' && doneOn === null)
  const all = screenings.data?.screenings
  const may = useMay()
  const tasks = useTasks(page.code, may('task', 'read'))
  const words = useTaskWords()
  const waiting = (tasks.data ?? []).filter(({ doneAt }) => doneAt === null)
  const undecided = all?.some(({ decision }) => decision === null)
  return (
    <section className="card card-flush">
      <div className="card-head">
        <h2>{t('overview.next')}</h2>
      </div>
      <ul className="plain-list">
        {all?.length === 0 ? (
          <Step to="screening" page={page} title={t('overview.screen')} why={t('overview.screenWhy')} />
        ) : null}
        {undecided ? (
          <Step to="screening" page={page} title={t('overview.decide')} why={t('overview.decideWhy')} />
        ) : null}
        {waiting.slice(0, 6).map((one) => (
          <Step
            key={one.id}
            to={one.kind === 'reassess_risk' ? 'safety' : 'tasks'}
            page={page}
            title={words(one)}
            why={one.owner === null ? t('wb-casework:task.nobody') : nameOf(one.owner)}
            mark={one.due === null ? undefined : <Deadline day={one.due} state={stateOf(one.due)} />}
          />
        ))}
        {waiting.length > 6 ? (
          <Step
            to="tasks"
            page={page}
            title={t('wb-casework:task.more', { count: waiting.length - 6 })}
            why={t('wb-casework:task.title')}
          />
        ) : null}
        {clocks.map((one) => (
          <Step
            key={one.key}
            to="law"
            page={page}
            title={right(one.kind)}
            why={t(one.personActs ? 'overview.personActs' : 'overview.authorityActs')}
            mark={<Deadline day={one.deadline!} state={one.clock} />}
          />
        ))}
        {due.length > 0 ? (
          <Step
            to="law"
            page={page}
            title={t('overview.rightsDue', { count: due.length })}
            why={due
              .slice(0, 5)
              .map(({ kind }) => right(kind))
              .join(' · ')}
          />
        ) : null}
        {all !== undefined &&
        all.length > 0 &&
        !undecided &&
        waiting.length + clocks.length + due.length === 0 ? (
          <li className="case-line quiet">{t('overview.nothing')}</li>
        ) : null}
      </ul>
    </section>
  )
}

function Step(props: { to: string; page: CasePage; title: string; why: string; mark?: ReactNode }) {
  return (
    <li className="case-line">
      <div>
        <Link to="/cases/$code" params={{ code: props.page.code }} search={{ tab: props.to }}>
          {props.title}
        </Link>
        <p className="small quiet">{props.why}</p>
      </div>
      {props.mark ?? <IconArrowRight size={17} className="quiet mirror" aria-hidden />}
    </li>
  )
}

const dangers = ['immediate', 'possible', 'none', 'unknown'] as const

function CaseFacts({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-cases')
  const { instant, country } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  const canChange = may('case', 'update')
  const change = useDeed({
    run: (given: { danger: string }) =>
      api.patch<CasePage>(`/cases/${part(page.code)}`, { version: page.version, ...given }),
    done: () => t('workbench:state.saved'),
    undo: (_, after) =>
      api.patch(`/cases/${part(page.code)}`, {
        version: after.version,
        danger: page.danger,
      }),
    renew: [['cases']],
  })
  return (
    <section className="card stack-small">
      <h2>{t('overview.about')}</h2>
      <Facts
        items={[
          [
            t('column.danger'),
            canChange ? (
              <Select
                key="danger"
                size="xs"
                aria-label={t('column.danger')}
                allowDeselect={false}
                data={dangers.map((id) => ({ value: id, label: t(`danger.${id}`) }))}
                value={page.danger}
                disabled={change.isPending}
                onChange={(danger) => danger && danger !== page.danger && change.mutate({ danger })}
              />
            ) : (
              t(`danger.${page.danger}`)
            ),
          ],
          [t('column.jurisdiction'), country(page.jurisdiction)],
          [t('column.origin'), <Origin key="origin" page={page} />],
          [t('column.opened'), instant(page.openedAt)],
          [t('overview.assigned'), page.assigned.map(({ userId }) => nameOf(userId)).join(', ')],
        ]}
      />
      {canChange ? (
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => (
            <Link to="/cases/$code" params={{ code: page.code }} search={{ tab: 'course' }} {...props} />
          )}
        >
          {t(page.status === 'open' ? 'overview.close' : 'overview.reopen')}
        </Button>
      ) : null}
    </section>
  )
}

function Origin({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-cases')
  const words = t(`origin.${page.origin}`)
  if (page.origin === 'report' && page.originId) {
    return (
      <Link to="/reports/$id" params={{ id: page.originId }}>
        {words}
      </Link>
    )
  }
  return <>{words}</>
}
