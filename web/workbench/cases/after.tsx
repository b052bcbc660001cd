import { Button, Checkbox, Select, Textarea } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AfterPage, CasePage, FollowUp, Pathway } from '#cases'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useAfter } from './casework-queries.ts'
import { CloseCase, ReopenCase } from './closing.tsx'
import { DialogForm } from './dialog-form.tsx'
import { Deadline } from './marks.tsx'

const ways = ['stay', 'return', 'resettlement', 'reintegration'] as const
const wayStates = ['considered', 'planned', 'under_way', 'done', 'stopped'] as const
const choices = ['yes', 'no', 'unknown', 'declined', 'not_asked'] as const
const contacts = ['reached', 'not_reached'] as const
const wellbeings = ['safe', 'needs_help', 'in_danger', 'unknown'] as const

/** Ways onward, the end of the case, and the contacts afterwards. */
export function After({ page }: { page: CasePage }) {
  const found = useAfter(page.code)
  return (
    <Answer query={found}>
      {(after) => (
        <div className="stack">
          <Ways page={page} after={after} />
          <Ending page={page} after={after} />
        </div>
      )}
    </Answer>
  )
}

function Ways({ page, after }: { page: CasePage; after: AfterPage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  return (
    <section className="card card-flush" aria-label={t('way.title')}>
      <div className="card-head row-between">
        <h2>{t('way.title')}</h2>
        {may('after_closing', 'create') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('way.add')}
          </Button>
        ) : null}
      </div>
      {after.pathways.length === 0 ? <p className="case-line quiet">{t('way.none')}</p> : null}
      <ul className="plain-list">
        {after.pathways.map((way) => (
          <WayLine key={way.id} page={page} way={way} />
        ))}
      </ul>
      {isAdding ? <AddWay page={page} close={() => setAdding(false)} /> : null}
    </section>
  )
}

function WayLine({ page, way }: { page: CasePage; way: Pathway }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const change = useDeed({
    run: (given: { state?: string; ownChoice?: string; riskLookedAt?: boolean }) =>
      api.patch(`/cases/${part(page.code)}/after/pathways/${part(way.id)}`, {
        version: way.version,
        ...given,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases', page.code]],
  })
  const doubts = [
    ...(way.ownChoice === 'yes' ? [] : [t('way.doubt.choice')]),
    ...(way.kind === 'stay' || way.riskLookedAt ? [] : [t('way.doubt.risk')]),
  ]
  const isLocked = !may('after_closing', 'update')
  return (
    <li className="case-line">
      <div className="stack-small">
        <strong>{t(`way.kind.${way.kind}`)}</strong>
        {doubts.length > 0 && way.state !== 'stopped' ? (
          <Notice tone="clock">{doubts.join(' ')}</Notice>
        ) : null}
        <div className="row">
          <Select
            size="xs"
            label={t('way.stateAsk')}
            allowDeselect={false}
            disabled={isLocked}
            data={wayStates.map((value) => ({ value, label: t(`way.state.${value}`) }))}
            value={way.state}
            onChange={(state) => state && state !== way.state && change.mutate({ state })}
          />
          <Select
            size="xs"
            label={t('way.choiceAsk')}
            allowDeselect={false}
            disabled={isLocked}
            data={choices.map((value) => ({ value, label: t(`answer.${value}`) }))}
            value={way.ownChoice}
            onChange={(ownChoice) => ownChoice && ownChoice !== way.ownChoice && change.mutate({ ownChoice })}
          />
        </div>
        {way.kind === 'stay' ? null : (
          <Checkbox
            label={t('way.risk')}
            disabled={isLocked}
            checked={way.riskLookedAt}
            onChange={(event) => change.mutate({ riskLookedAt: event.currentTarget.checked })}
          />
        )}
      </div>
    </li>
  )
}

function AddWay({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [id] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState<string>('stay')
  const [ownChoice, setChoice] = useState<string>('not_asked')
  const add = useDeed({
    run: () =>
      api.post(`/cases/${part(page.code)}/after/pathways`, {
        id,
        kind,
        country: null,
        state: 'considered',
        ownChoice,
        riskLookedAt: false,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases', page.code]],
    after: close,
  })
  return (
    <DialogForm title={t('way.add')} close={close} keep={() => add.mutate()} isKeeping={add.isPending}>
      <Select
        label={t('way.kindAsk')}
        allowDeselect={false}
        data={ways.map((value) => ({ value, label: t(`way.kind.${value}`) }))}
        value={kind}
        onChange={(next) => next && setKind(next)}
      />
      <Select
        label={t('way.choiceAsk')}
        allowDeselect={false}
        data={choices.map((value) => ({ value, label: t(`answer.${value}`) }))}
        value={ownChoice}
        onChange={(next) => next && setChoice(next)}
      />
    </DialogForm>
  )
}

function Ending({ page, after }: { page: CasePage; after: AfterPage }) {
  const { t } = useTranslation('wb-casework')
  const { instant } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const Dialog = page.status === 'open' ? CloseCase : ReopenCase
  return (
    <section className="card card-flush" aria-label={t('closing.title')}>
      <div className="card-head row-between">
        <h2>{t('closing.title')}</h2>
        {may('case', 'update') ? (
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {t(page.status === 'open' ? 'closing.close' : 'closing.reopen')}
          </Button>
        ) : null}
      </div>
      {after.closings.length === 0 ? <p className="case-line quiet">{t('closing.none')}</p> : null}
      <ul className="plain-list">
        {after.closings.map((one) => (
          <li key={one.id} className="case-line">
            <div>
              <strong>{t(`closing.reason.${one.reason}`)}</strong>
              <p className="small quiet">
                {instant(one.closedAt)} · {nameOf(one.closedBy)} · {t(`closing.safe.${one.safeToContact}`)}
              </p>
              {one.note === null ? null : (
                <p className="small" dir="auto" data-private="">
                  {one.note}
                </p>
              )}
              {one.reopenedAt === null || one.reopenedBecause === null ? null : (
                <p className="small">
                  {t('closing.reopened', {
                    at: instant(one.reopenedAt),
                    why: t(`closing.because.${one.reopenedBecause}`),
                  })}
                </p>
              )}
            </div>
          </li>
        ))}
        {after.followUps.map((one) => (
          <ContactLine key={one.id} page={page} contact={one} />
        ))}
      </ul>
      {isOpen ? <Dialog page={page} close={() => setOpen(false)} /> : null}
    </section>
  )
}

function ContactLine({ page, contact }: { page: CasePage; contact: FollowUp }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const [isTelling, setTelling] = useState(false)
  return (
    <li className="case-line">
      <div>
        <strong>{t('contact.after', { months: contact.months })}</strong>
        {contact.wellbeing ? (
          <p className="small quiet">{t(`contact.wellbeing.${contact.wellbeing}`)}</p>
        ) : null}
        {contact.note === null ? null : (
          <p className="small" dir="auto" data-private="">
            {contact.note}
          </p>
        )}
      </div>
      <div className="row">
        {contact.state === 'planned' ? (
          <>
            <Deadline day={contact.due} />
            {may('after_closing', 'update') ? (
              <Button size="compact-sm" variant="light" onClick={() => setTelling(true)}>
                {t('contact.tell')}
              </Button>
            ) : null}
          </>
        ) : (
          <Badge>{t(`contact.state.${contact.state}`)}</Badge>
        )}
      </div>
      {isTelling ? <TellContact page={page} contact={contact} close={() => setTelling(false)} /> : null}
    </li>
  )
}

function TellContact({ page, contact, close }: { page: CasePage; contact: FollowUp; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [state, setState] = useState<string>('reached')
  const [wellbeing, setWellbeing] = useState<string>('unknown')
  const [note, setNote] = useState('')
  const tell = useDeed({
    run: () =>
      api.patch(`/cases/${part(page.code)}/after/follow-ups/${part(contact.id)}`, {
        version: contact.version,
        state,
        wellbeing: state === 'reached' ? wellbeing : null,
        note: note.trim() === '' ? null : note,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm title={t('contact.tell')} close={close} keep={() => tell.mutate()} isKeeping={tell.isPending}>
      <Select
        label={t('contact.stateAsk')}
        allowDeselect={false}
        data={contacts.map((value) => ({ value, label: t(`contact.state.${value}`) }))}
        value={state}
        onChange={(next) => next && setState(next)}
      />
      {state === 'reached' ? (
        <Select
          label={t('contact.wellbeingAsk')}
          allowDeselect={false}
          data={wellbeings.map((value) => ({ value, label: t(`contact.wellbeing.${value}`) }))}
          value={wellbeing}
          onChange={(next) => next && setWellbeing(next)}
        />
      ) : null}
      <Textarea
        label={t('contact.noteAsk')}
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
