import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, ScreeningView } from '#cases'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { type Screenings, useScreenings } from './case-queries.ts'
import './cases.css'

const marks = ['yes', 'no', 'unknown', 'not_asked'] as const

/** The ILO's eleven indicators: four answers to each, what they say, and what a person decides. */
export function Screening({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-cases')
  const found = useScreenings(page.code)
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const canChange = may('case', 'update')
  return (
    <Answer query={found}>
      {({ set, screenings }) => (
        <div className="stack">
          <Notice>{t('screening.about')}</Notice>
          {canChange && (isAsking || screenings.length === 0) ? (
            <Ask code={page.code} set={set} before={screenings.at(-1)} done={() => setAsking(false)} />
          ) : null}
          {canChange && !isAsking && screenings.length > 0 ? (
            <div>
              <Button onClick={() => setAsking(true)}>{t('screening.again')}</Button>
            </div>
          ) : null}
          {screenings.toReversed().map((screening) => (
            <Done key={screening.id} code={page.code} screening={screening} canDecide={canChange} />
          ))}
        </div>
      )}
    </Answer>
  )
}

/** An indicator's name and what it looks like in life, in the words of the cases slice where it has them. */
export function useIndicator(): (id: string) => string {
  const { t } = useTranslation(['wb-cases', 'cases'])
  return (id) => t(`indicator.${id}`, { defaultValue: id.replaceAll('_', ' ') })
}

function Ask(props: {
  code: string
  set: Screenings['set']
  before: ScreeningView | undefined
  done: () => void
}) {
  const { t } = useTranslation('wb-cases')
  const indicator = useIndicator()
  const [given, setGiven] = useState<Record<string, string>>(props.before?.marks ?? {})
  const keep = useDeed({
    run: () => api.post<Screenings>(`/cases/${part(props.code)}/screening`, { marks: given }),
    done: () => t('screening.kept'),
    renew: [['cases']],
    after: props.done,
  })
  return (
    <section className="card card-flush" aria-label={props.set.title}>
      <div className="card-head">
        <h2>{t('screening.title')}</h2>
        <p className="tiny quiet" lang="en" dir="auto">
          {props.set.source}
        </p>
      </div>
      {props.set.indicators.map(({ id, number, danger }) => (
        <div key={id} className="case-indicator">
          <span id={`indicator-${id}`}>
            <span className="quiet number">{number}.</span> {indicator(id)}{' '}
            {danger ? <IconAlertTriangle size={15} aria-label={t('overview.safetyFirst')} /> : null}
          </span>
          <SegmentedControl
            size="xs"
            aria-labelledby={`indicator-${id}`}
            data={marks.map((mark) => ({ value: mark, label: t(`mark.${mark}`) }))}
            value={given[id] ?? 'not_asked'}
            onChange={(mark) => setGiven({ ...given, [id]: mark })}
          />
        </div>
      ))}
      <div className="list-more row">
        <Button loading={keep.isPending} onClick={() => keep.mutate()}>
          {t('screening.keep')}
        </Button>
        {props.before ? (
          <Button variant="default" onClick={props.done}>
            {t('workbench:state.cancel')}
          </Button>
        ) : null}
      </div>
    </section>
  )
}

function Done({
  code,
  screening,
  canDecide,
}: {
  code: string
  screening: ScreeningView
  canDecide: boolean
}) {
  const { t } = useTranslation('wb-cases')
  const { instant } = useReading()
  const indicator = useIndicator()
  const nameOf = useNameOf()
  const { result } = screening
  const groups = [
    ['present', result.present],
    ['absent', result.absent],
    ['unknown', result.unknown],
    ['notAsked', result.notAsked],
  ] as const
  return (
    <section className="card stack-small">
      <div className="row-between">
        <h2>{instant(screening.screenedAt)}</h2>
        <Badge tone={result.outcome === 'look_closer' ? 'clock' : 'plain'}>
          {t(`outcome.${result.outcome}`)}
        </Badge>
      </div>
      <p className="small quiet">{nameOf(screening.screenedBy)}</p>
      <dl className="facts">
        {groups.map(([group, ids]) =>
          ids.length === 0 ? null : (
            <div key={group} style={{ display: 'contents' }}>
              <dt>{t(`screening.${group}`)}</dt>
              <dd>{ids.map(indicator).join(' · ')}</dd>
            </div>
          ),
        )}
      </dl>
      {screening.differsFromBefore.length > 0 ? (
        <Notice tone="clock">
          {t('screening.differs')} {screening.differsFromBefore.map(indicator).join(' · ')}
        </Notice>
      ) : null}
      {screening.decision ? (
        <p>
          <strong>{t('screening.decided')}</strong> {t(`decision.${screening.decision}`)}
          {screening.decisionReason ? (
            <span className="quiet" data-private="">
              {' '}
              – {screening.decisionReason}
            </span>
          ) : null}
        </p>
      ) : canDecide ? (
        <Decide code={code} id={screening.id} />
      ) : null}
    </section>
  )
}

const decisions = ['possible', 'needs_more', 'not_indicated'] as const

function Decide({ code, id }: { code: string; id: string }) {
  const { t } = useTranslation('wb-cases')
  const [decision, setDecision] = useState<string>('possible')
  const [reason, setReason] = useState('')
  const decide = useDeed({
    run: () => api.post(`/cases/${part(code)}/screening/${part(id)}/decision`, { decision, reason }),
    done: () => t('screening.decisionKept'),
    renew: [['cases', code]],
  })
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        decide.mutate()
      }}
    >
      <h3>{t('screening.decide')}</h3>
      <SegmentedControl
        data={decisions.map((one) => ({ value: one, label: t(`decision.${one}`) }))}
        value={decision}
        onChange={setDecision}
      />
      <Textarea
        label={t('screening.reason')}
        description={t('screening.reasonHint')}
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={decide.isPending} disabled={reason.trim() === ''}>
          {t('screening.decide')}
        </Button>
      </div>
    </form>
  )
}
