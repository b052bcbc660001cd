import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Proceeding } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useProceedings } from './casework-queries.ts'
import { DialogForm } from './dialog-form.tsx'
import { After } from './after.tsx'
import './cases.css'

const kinds = [
  'complaint',
  'statement',
  'hearing',
  'verdict',
  'compensation_claim',
  'suspect_release',
  'residence_application',
] as const
const states = ['planned', 'done', 'put_off', 'dropped'] as const
const outcomes = [
  'pending',
  'convicted',
  'acquitted',
  'discontinued',
  'granted',
  'partly_granted',
  'refused',
  'appealed',
] as const

/** The case's course: legal steps, the ways onward, its end and what comes after. */
export function Course({ page }: { page: CasePage }) {
  const may = useMay()
  return (
    <div className="columns columns-two">
      <Proceedings page={page} />
      {may('after_closing', 'read') ? <After page={page} /> : null}
    </div>
  )
}

function Proceedings({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const found = useProceedings(page.code)
  const [isAdding, setAdding] = useState(false)
  return (
    <section className="card card-flush" aria-label={t('step.title')}>
      <div className="card-head row-between">
        <h2>{t('step.title')}</h2>
        {may('proceeding', 'create') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('step.add')}
          </Button>
        ) : null}
      </div>
      <Answer query={found} loading={<Lines count={3} />}>
        {(steps) =>
          steps.length === 0 ? (
            <p className="case-line quiet">{t('step.none')}</p>
          ) : (
            <ul className="plain-list">
              {steps.map((step) => (
                <StepLine key={step.id} page={page} step={step} />
              ))}
            </ul>
          )
        }
      </Answer>
      {isAdding ? <AddStep page={page} close={() => setAdding(false)} /> : null}
    </section>
  )
}

function StepLine({ page, step }: { page: CasePage; step: Proceeding }) {
  const { t } = useTranslation('wb-casework')
  const { day } = useReading()
  const may = useMay()
  const [isChanging, setChanging] = useState(false)
  return (
    <li className="case-line">
      <div>
        <strong>{t(`step.kind.${step.kind}`)}</strong>
        <p className="small quiet">
          {step.onDay === null ? t('step.noDay') : day(step.onDay)}
          {step.outcome ? ` · ${t(`step.outcome.${step.outcome}`)}` : ''}
        </p>
        {step.note === null ? null : (
          <p className="small" dir="auto" data-private="">
            {step.note}
          </p>
        )}
      </div>
      <div className="row">
        <Badge tone={step.state === 'planned' ? 'clock' : 'plain'}>{t(`step.state.${step.state}`)}</Badge>
        {may('proceeding', 'update') ? (
          <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
            {t('step.change')}
          </Button>
        ) : null}
      </div>
      {isChanging ? <ChangeStep page={page} step={step} close={() => setChanging(false)} /> : null}
    </li>
  )
}

function ChangeStep({ page, step, close }: { page: CasePage; step: Proceeding; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [state, setState] = useState<string>(step.state)
  const [onDay, setDay] = useState(step.onDay ?? '')
  const [outcome, setOutcome] = useState<string | null>(step.outcome)
  const change = useDeed({
    run: () =>
      api.patch(`/cases/${part(page.code)}/proceedings/${part(step.id)}`, {
        version: step.version,
        state,
        onDay: onDay === '' ? null : onDay,
        outcome,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t(`step.kind.${step.kind}`)}
      close={close}
      keep={() => change.mutate()}
      isKeeping={change.isPending}
    >
      <StepFields {...{ state, setState, onDay, setDay, outcome, setOutcome }} />
    </DialogForm>
  )
}

function StepFields(props: {
  state: string
  setState: (state: string) => void
  onDay: string
  setDay: (day: string) => void
  outcome: string | null
  setOutcome: (outcome: string | null) => void
}) {
  const { t } = useTranslation('wb-casework')
  return (
    <>
      <TextInput
        label={t('step.dayAsk')}
        description={t('step.dayHint')}
        type="date"
        value={props.onDay}
        onChange={(event) => props.setDay(event.currentTarget.value)}
      />
      <Select
        label={t('step.stateAsk')}
        allowDeselect={false}
        data={states.map((value) => ({ value, label: t(`step.state.${value}`) }))}
        value={props.state}
        onChange={(next) => next && props.setState(next)}
      />
      <Select
        label={t('step.outcomeAsk')}
        clearable
        data={outcomes.map((value) => ({ value, label: t(`step.outcome.${value}`) }))}
        value={props.outcome}
        onChange={props.setOutcome}
      />
    </>
  )
}

function AddStep({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [id] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState<string>('hearing')
  const [state, setState] = useState<string>('planned')
  const [onDay, setDay] = useState('')
  const [outcome, setOutcome] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const add = useDeed({
    run: () =>
      api.post(`/cases/${part(page.code)}/proceedings`, {
        id,
        kind,
        state,
        onDay: onDay === '' ? null : onDay,
        outcome,
        note: note.trim() === '' ? null : note,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm title={t('step.add')} close={close} keep={() => add.mutate()} isKeeping={add.isPending}>
      <Select
        label={t('step.kindAsk')}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`step.kind.${value}`) }))}
        value={kind}
        onChange={(next) => next && setKind(next)}
      />
      <StepFields {...{ state, setState, onDay, setDay, outcome, setOutcome }} />
      <Textarea
        label={t('step.noteAsk')}
        description={t('sealed')}
        autosize
        minRows={2}
        dir="auto"
        maxLength={5_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
