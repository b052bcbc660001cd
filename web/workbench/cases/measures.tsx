import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { IconCheck, IconEye, IconMapPin, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Measure, SafetyPage } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { DialogForm } from './dialog-form.tsx'

const who = ['person', 'worker', 'partner', 'police'] as const
const reasons = ['visit_the_person', 'accompany', 'emergency', 'change_the_plan'] as const
export const todayHere = (): string => new Date().toISOString().slice(0, 10)

/** The safety plan: what is agreed, who does it, until when; what tells of a place is shown for a reason. */
export function Measures({ page, safety }: { page: CasePage; safety: SafetyPage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  return (
    <section className="card card-flush" aria-label={t('plan.title')}>
      <div className="card-head row-between">
        <h2>{t('plan.title')}</h2>
        {may('safety', 'create') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('plan.add')}
          </Button>
        ) : null}
      </div>
      {safety.measures.length === 0 ? (
        <p className="case-line quiet">{t('plan.none')}</p>
      ) : (
        <ul className="plain-list">
          {safety.measures.map((one) => (
            <MeasureLine key={one.id} page={page} measure={one} />
          ))}
        </ul>
      )}
      {isAdding ? <AddMeasure page={page} close={() => setAdding(false)} /> : null}
    </section>
  )
}

function MeasureLine({ page, measure }: { page: CasePage; measure: Measure }) {
  const { t } = useTranslation('wb-casework')
  const { day } = useReading()
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const [shown, setShown] = useState<string>()
  const path = `/cases/${part(page.code)}/safety/measures/${part(measure.id)}`
  const change = useDeed({
    run: (given: { doneOn?: string | null; shownToPerson?: boolean }) =>
      api.patch(path, { version: measure.version, ...given }),
    done: () => t('workbench:state.saved'),
    renew: [['cases', page.code]],
  })
  return (
    <li className="case-line">
      <div>
        {measure.tellsPlace ? (
          <span className="row">
            <IconMapPin size={16} aria-hidden />
            {shown === undefined ? t('plan.place') : <span dir="auto">{shown}</span>}
          </span>
        ) : (
          <span dir="auto" data-private="">
            {measure.what}
          </span>
        )}
        <p className="small quiet">
          {t(`plan.who.${measure.who}`)}
          {measure.due ? ` · ${t('plan.until', { day: day(measure.due) })}` : ''}
          {measure.shownToPerson ? ` · ${t('plan.shown')}` : ''}
        </p>
      </div>
      <div className="row">
        {measure.tellsPlace && shown === undefined ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEye size={14} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t('plan.show')}
          </Button>
        ) : null}
        {measure.doneOn === null ? (
          may('safety', 'update') ? (
            <>
              {measure.tellsPlace ? null : (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  onClick={() => change.mutate({ shownToPerson: !measure.shownToPerson })}
                >
                  {t(measure.shownToPerson ? 'plan.hideFromPerson' : 'plan.showToPerson')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="light"
                onClick={() => change.mutate({ doneOn: todayHere() })}
              >
                {t('plan.done')}
              </Button>
            </>
          ) : null
        ) : (
          <Badge tone="accent" icon={<IconCheck size={14} aria-hidden />}>
            {t('plan.doneOn', { day: day(measure.doneOn) })}
          </Badge>
        )}
      </div>
      {isAsking ? (
        <RevealPlace
          path={`${path}/reveal`}
          code={page.code}
          close={() => setAsking(false)}
          show={(what) => {
            setShown(what)
            setTimeout(() => setShown(undefined), 60_000)
          }}
        />
      ) : null}
    </li>
  )
}

function RevealPlace(props: { path: string; code: string; close: () => void; show: (what: string) => void }) {
  const { t } = useTranslation('wb-casework')
  const [reason, setReason] = useState<string>('accompany')
  const reveal = useDeed({
    run: () => api.post<{ what: string }>(props.path, { reason }),
    renew: [['cases', props.code]],
    after: ({ what }) => {
      props.show(what)
      props.close()
    },
  })
  return (
    <DialogForm
      title={t('plan.show')}
      close={props.close}
      keep={() => reveal.mutate()}
      isKeeping={reveal.isPending}
      action={t('plan.show')}
    >
      <p className="small">{t('plan.onRecord')}</p>
      <Select
        label={t('plan.why')}
        allowDeselect={false}
        data={reasons.map((value) => ({ value, label: t(`plan.reason.${value}`) }))}
        value={reason}
        onChange={(next) => next && setReason(next)}
      />
    </DialogForm>
  )
}

function AddMeasure({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [id] = useState(() => crypto.randomUUID())
  const [personId, setPersonId] = useState(page.people[0]?.id ?? '')
  const [doer, setDoer] = useState<string>('worker')
  const [what, setWhat] = useState('')
  const [due, setDue] = useState('')
  const [tellsPlace, setTellsPlace] = useState(false)
  const [shownToPerson, setShown] = useState(false)
  const add = useDeed({
    run: () =>
      api.post(`/cases/${part(page.code)}/safety/measures`, {
        id,
        personId,
        who: doer,
        what,
        due: due === '' ? null : due,
        tellsPlace,
        shownToPerson,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('plan.add')}
      close={close}
      keep={() => add.mutate()}
      isKeeping={add.isPending}
      isReady={what.trim() !== ''}
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
      <Textarea
        label={t('plan.what')}
        description={t('sealed')}
        required
        autosize
        minRows={2}
        dir="auto"
        maxLength={5_000}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <Select
        label={t('plan.whoAsk')}
        allowDeselect={false}
        data={who.map((value) => ({ value, label: t(`plan.who.${value}`) }))}
        value={doer}
        onChange={(next) => next && setDoer(next)}
      />
      <TextInput
        label={t('plan.dueAsk')}
        type="date"
        value={due}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
      <Checkbox
        label={t('plan.tellsPlace')}
        checked={tellsPlace}
        onChange={(event) => setTellsPlace(event.currentTarget.checked)}
      />
      <Checkbox
        label={t('plan.showToPerson')}
        description={t('plan.showHint')}
        disabled={tellsPlace}
        checked={shownToPerson && !tellsPlace}
        onChange={(event) => setShown(event.currentTarget.checked)}
      />
    </DialogForm>
  )
}
