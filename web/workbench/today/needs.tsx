import { useTranslation } from 'react-i18next'
import type { TaskKind } from '#cases'
import { useReading } from '../../ui/reading.ts'
import { useReceived } from '../cases/plan/plan-queries.ts'
import { useClocks, useLeads } from '../cases/case-queries.ts'
import { useOpenBreaches, useTasksAtHand } from '../cases/casework-queries.ts'
import { stateOf, useTaskWords } from '../cases/tasks.tsx'
import { Danger, Deadline } from '../cases/marks.tsx'
import { useLawWords } from '../law/law-words.ts'
import { useWarnings } from '../map/place-queries.ts'
import { Kinds } from '../patterns/marks.tsx'
import { shortName as patternName, usePatterns } from '../patterns/pattern-queries.ts'
import { byDanger, shortName, useReports } from '../reports/report-queries.ts'
import { useMay } from '../session.ts'
import { type Need, Needs } from './need-list.tsx'

const today = (): string => new Date().toISOString().slice(0, 10)

/** Reports that nobody has answered, the most pressing first. */
export function Reports() {
  const { t } = useTranslation('workbench')
  const { distance } = useReading()
  return (
    <Needs
      title={t('today.reports')}
      all="/reports"
      query={useReports()}
      calm={t('today.noReports')}
      pick={(reports) =>
        reports
          .filter(({ status, unread }) => status === 'new' || unread > 0)
          .toSorted((a, b) => byDanger(a.danger) - byDanger(b.danger) || (a.answerBy < b.answerBy ? -1 : 1))
          .map((one): Need => ({
            id: one.id,
            to: `/reports/${one.id}`,
            title: t('today.report', { name: shortName(one.id) }),
            more: [distance(one.receivedAt), one.unread > 0 ? t('today.unread', { count: one.unread }) : '']
              .filter(Boolean)
              .join(' · '),
            mark: (
              <span className="row">
                <Danger danger={one.danger} />
                <Deadline day={one.answerBy} state={one.answerBy < today() ? 'missed' : 'close'} />
              </span>
            ),
          }))
      }
    />
  )
}

/** Rights whose last day comes near. */
export function Clocks() {
  const { t } = useTranslation('workbench')
  const { right } = useLawWords()
  return (
    <Needs
      title={t('today.clocks')}
      all="/cases"
      query={useClocks()}
      calm={t('today.noClocks')}
      pick={(clocks) =>
        clocks.map((one) => ({
          id: `${one.code} ${one.key}`,
          to: `/cases/${one.code}?tab=law`,
          title: right(one.kind),
          more: one.code,
          mark: <Deadline day={one.deadline} state={one.clock} />,
        }))
      }
    />
  )
}

/** My tasks and those nobody has taken, the nearest first; without their words. */
export function Tasks() {
  const { t } = useTranslation('wb-casework')
  const words = useTaskWords()
  return (
    <Needs
      title={t('task.mine')}
      all="/calendar"
      query={useTasksAtHand()}
      calm={t('task.none')}
      pick={(tasks) =>
        tasks.map((one) => ({
          id: one.id,
          to: `/cases/${one.code}?tab=${tabOf[one.kind] ?? 'tasks'}`,
          title: words(one),
          more: one.owner === null ? `${one.code} · ${t('task.nobody')}` : one.code,
          mark: one.due === null ? undefined : <Deadline day={one.due} state={stateOf(one.due)} />,
        }))
      }
    />
  )
}

/** Where a task is done, but for those that are done where they are listed. */
const tabOf: Partial<Record<TaskKind, string>> = {
  reassess_risk: 'safety',
  answer_person: 'people',
  let_in: 'access',
  review_emergency: 'access',
  find_shelter: 'plan',
}

/** What partners ask of us and wait for an answer to, and copies they want deleted; nothing where nothing is asked. */
export function Asked() {
  const { t } = useTranslation(['wb-plan', 'workbench'])
  const found = useReceived()
  const waiting = found.data?.received.filter(({ state }) => state === 'asked') ?? []
  const toDelete = found.data?.recalled.filter(({ confirmedAt }) => confirmedAt === null) ?? []
  if (waiting.length + toDelete.length === 0) return null
  return (
    <Needs
      title={t('workbench:place.received')}
      all="/received"
      query={found}
      calm={t('received.noneNow')}
      pick={() => [
        ...waiting.map((one) => ({
          id: one.copyId,
          to: '/received',
          title: t(`service.${one.service}`),
          more: one.from,
          mark: <Deadline day={one.answerBy} state={stateOf(one.answerBy)} />,
        })),
        ...toDelete.map((one) => ({
          id: one.copyId,
          to: '/received',
          title: t('received.recalled'),
          more: one.from,
        })),
      ]}
    />
  )
}

/** Deadlines that were missed and about which nobody has said what was done. */
export function Breaches() {
  const { t } = useTranslation('wb-casework')
  const { right } = useLawWords()
  const found = useOpenBreaches()
  if (found.data?.length === 0) return null
  return (
    <Needs
      title={t('breach.open')}
      all="/cases"
      query={found}
      calm={t('breach.none')}
      pick={(breaches) =>
        breaches.map((one) => ({
          id: one.id,
          to: `/cases/${one.code}?tab=tasks`,
          title: right(one.kind),
          more: one.code,
          mark: <Deadline day={one.deadline} state="missed" />,
        }))
      }
    />
  )
}

/** Leads that nobody has taken up. */
export function Leads() {
  const { t } = useTranslation('workbench')
  const { distance } = useReading()
  const may = useMay()
  return (
    <Needs
      title={t('today.leads')}
      all={may('case', 'read') ? '/cases' : '/patterns'}
      query={useLeads()}
      calm={t('today.noLeads')}
      pick={(leads) =>
        leads.map((lead) => ({
          id: lead.id,
          to: lead.kind === 'pattern' ? `/patterns/${lead.sourceId}` : '/map',
          title: lead.title,
          more: distance(lead.openedAt),
        }))
      }
    />
  )
}

/** Warnings that wait for a verdict. */
export function Warnings() {
  const { t } = useTranslation(['workbench', 'wb-map'])
  const { day, small } = useReading()
  return (
    <Needs
      title={t('today.warnings')}
      all="/map"
      query={useWarnings()}
      calm={t('today.noWarnings')}
      pick={({ warnings }) =>
        warnings
          .filter(({ life }) => life === null || life.state === 'new' || life.state === 'acknowledged')
          .map((one) => ({
            id: one.id,
            to: `/map?warning=${one.id}`,
            title: one.place || one.cell,
            more: `${t(`wb-map:warning.${one.kind}`)} · ${day(one.warnedOn)}`,
            mark: <span className="small quiet number">q {small(one.q)}</span>,
          }))
      }
    />
  )
}

/** The patterns reviewers look at today, those with the smallest q first. */
export function Patterns() {
  const { t } = useTranslation('workbench')
  const { small } = useReading()
  return (
    <Needs
      title={t('today.patterns')}
      all="/patterns"
      query={usePatterns()}
      calm={t('today.noPatterns')}
      pick={({ patterns }) =>
        patterns
          .filter(({ withinBudget }) => withinBudget)
          .map((one) => ({
            id: one.id,
            to: `/patterns/${one.id}`,
            title: t('today.pattern', { name: patternName(one.id) }),
            more: `q ${small(one.q)} · ${one.places.slice(0, 2).join(', ')}`,
            mark: <Kinds kinds={one.kinds} />,
          }))
      }
    />
  )
}
