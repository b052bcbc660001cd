import { Button, Menu, Select, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { IconBellRinging } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, RiskAssessment, SafetyPage } from '#cases'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useSafety } from './casework-queries.ts'
import { DialogForm } from './dialog-form.tsx'
import { Measures } from './measures.tsx'
import { useWordsIfAny } from './words-if-any.ts'
import './cases.css'

const levels = ['low', 'raised', 'high', 'immediate'] as const
const factors = [
  'exploiter_free',
  'exploiter_knows_place',
  'exploiter_in_touch',
  'threats_to_person',
  'threats_to_family',
  'violence_before',
  'debt_claimed',
  'papers_held',
  'phone_watched',
  'children_with_them',
  'self_harm',
  'substances',
  'fear_of_removal',
  'lost_contact_before',
] as const
const answers = ['yes', 'no', 'unknown', 'declined', 'not_asked'] as const
const triggers = ['missed_contact', 'escape', 'threat'] as const

/** How great the danger is, what is agreed against it, and what asks for another look. */
export function Safety({ page }: { page: CasePage }) {
  const found = useSafety(page.code)
  return (
    <Answer query={found}>
      {(safety) => (
        <div className="columns columns-side">
          <div className="stack">
            <RiskNow page={page} safety={safety} />
            <Measures page={page} safety={safety} />
          </div>
          <History page={page} assessments={safety.assessments} />
        </div>
      )}
    </Answer>
  )
}

/** The level as a mark with words: red for danger now, amber for high. */
export function RiskLevel({ level }: { level: RiskAssessment['level'] }) {
  const { t } = useTranslation('wb-casework')
  const tone = level === 'immediate' ? 'danger' : level === 'high' ? 'clock' : 'plain'
  return <Badge tone={tone}>{t(`risk.level.${level}`)}</Badge>
}

function RiskNow({ page, safety }: { page: CasePage; safety: SafetyPage }) {
  const ifAny = useWordsIfAny()
  const { t } = useTranslation('wb-casework')
  const { day } = useReading()
  const may = useMay()
  const [isJudging, setJudging] = useState(false)
  const latest = safety.assessments[0]
  const tell = useDeed({
    run: (trigger: string) => api.post(`/cases/${part(page.code)}/safety/triggers`, { trigger }),
    done: () => t('risk.told'),
    renew: [['cases']],
  })
  return (
    <section className="card stack-small" aria-label={t('risk.title')}>
      <div className="row-between">
        <h2>{t('risk.title')}</h2>
        {may('safety', 'create') ? (
          <span className="row">
            <Menu>
              <Menu.Target>
                <Button size="xs" variant="default" leftSection={<IconBellRinging size={15} aria-hidden />}>
                  {t('risk.tell')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {triggers.map((id) => (
                  <Menu.Item key={id} onClick={() => tell.mutate(id)}>
                    {t(`trigger.${id}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Button size="xs" onClick={() => setJudging(true)}>
              {t(latest ? 'risk.again' : 'risk.judge')}
            </Button>
          </span>
        ) : null}
      </div>
      {safety.trigger === null ? null : (
        <Notice tone="clock">
          <strong>{t('risk.lookAgain')}</strong> {ifAny(`wb-casework:trigger.${safety.trigger}`)}
        </Notice>
      )}
      {latest === undefined ? (
        <p className="quiet">{t('risk.never')}</p>
      ) : (
        <>
          <p className="row">
            <RiskLevel level={latest.level} />
            {latest.nextOn ? (
              <span className="small quiet">{t('risk.next', { day: day(latest.nextOn) })}</span>
            ) : null}
          </p>
          <Weighed assessment={latest} />
          <p className="prose" dir="auto" data-private="">
            {latest.reason}
          </p>
          <p className="tiny quiet">{t('risk.decides')}</p>
        </>
      )}
      {isJudging ? <JudgeDialog page={page} latest={latest} close={() => setJudging(false)} /> : null}
    </section>
  )
}

function Weighed({ assessment }: { assessment: RiskAssessment }) {
  const { t } = useTranslation('wb-casework')
  const given = (answer: string) =>
    factors.filter((id) => assessment.factors[id] === answer).map((id) => t(`risk.factor.${id}`))
  const lines = (['yes', 'unknown', 'declined'] as const).flatMap((answer) => {
    const names = given(answer)
    return names.length === 0 ? [] : [{ answer, names }]
  })
  return (
    <>
      {lines.map(({ answer, names }) => (
        <p key={answer} className="small">
          <span className="quiet">{t(`risk.given.${answer}`)}</span> {names.join(' · ')}
        </p>
      ))}
    </>
  )
}

function JudgeDialog(props: { page: CasePage; latest: RiskAssessment | undefined; close: () => void }) {
  const { page, latest, close } = props
  const { t } = useTranslation('wb-casework')
  const [id] = useState(() => crypto.randomUUID())
  const [personId, setPersonId] = useState(latest?.personId ?? page.people[0]?.id ?? '')
  const [given, setGiven] = useState<Record<string, string>>(latest?.factors ?? {})
  const [level, setLevel] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [nextOn, setNextOn] = useState('')
  const judge = useDeed({
    run: () =>
      api.post<SafetyPage>(`/cases/${part(page.code)}/safety/assessments`, {
        id,
        personId,
        level,
        factors: given,
        reason,
        nextOn: nextOn === '' ? null : nextOn,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('risk.judge')}
      close={close}
      keep={() => judge.mutate()}
      isKeeping={judge.isPending}
      isReady={level !== null && reason.trim() !== ''}
    >
      {page.people.length > 1 ? (
        <Select
          label={t('person')}
          allowDeselect={false}
          data={page.people.map((one) => ({ value: one.id, label: one.codeName }))}
          value={personId}
          onChange={(next) => next && setPersonId(next)}
        />
      ) : null}
      <div className="case-factors">
        {factors.map((factor) => (
          <Select
            key={factor}
            size="xs"
            label={t(`risk.factor.${factor}`)}
            allowDeselect={false}
            data={answers.map((value) => ({ value, label: t(`answer.${value}`) }))}
            value={given[factor] ?? 'not_asked'}
            onChange={(next) => next && setGiven((before) => ({ ...before, [factor]: next }))}
          />
        ))}
      </div>
      <div role="group" aria-label={t('risk.levelAsk')} className="stack-small">
        <span className="small">{t('risk.levelAsk')}</span>
        <SegmentedControl
          aria-label={t('risk.levelAsk')}
          data={levels.map((value) => ({ value, label: t(`risk.level.${value}`) }))}
          value={level ?? ''}
          onChange={setLevel}
        />
      </div>
      <Textarea
        label={t('risk.reason')}
        description={t('sealed')}
        required
        autosize
        minRows={2}
        dir="auto"
        maxLength={10_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        label={t('risk.nextAsk')}
        type="date"
        value={nextOn}
        onChange={(event) => setNextOn(event.currentTarget.value)}
      />
    </DialogForm>
  )
}

function History({ page, assessments }: { page: CasePage; assessments: readonly RiskAssessment[] }) {
  const ifAny = useWordsIfAny()
  const { t } = useTranslation('wb-casework')
  const { instant } = useReading()
  const nameOf = useNameOf()
  return (
    <section className="card stack-small">
      <h2>{t('risk.history')}</h2>
      {assessments.length === 0 ? <p className="quiet small">{t('risk.never')}</p> : null}
      <ol className="case-events">
        {assessments.map((one) => (
          <li key={one.id}>
            <RiskLevel level={one.level} />{' '}
            {page.people.length > 1 ? page.people.find(({ id }) => id === one.personId)?.codeName : null}
            {one.becauseOf ? (
              <p className="small quiet">{ifAny(`wb-casework:trigger.${one.becauseOf}`)}</p>
            ) : null}
            <p className="tiny quiet">
              {instant(one.assessedAt)} · {nameOf(one.assessedBy)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
