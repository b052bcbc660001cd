import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Keeping as Kept } from '#cases'
import { Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { DialogForm } from './dialog-form.tsx'

const grounds = ['proceedings', 'claim', 'complaint', 'person_wishes', 'order'] as const
const reasons = ['person_asked', 'retention_ended', 'opened_in_error', 'order'] as const

/** How long the case is kept, what keeps it longer, and its erasure for good. */
export function Keeping({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-keeping')
  const { day } = useReading()
  const may = useMay()
  const nameOf = useNameOf()
  const [asking, setAsking] = useState<'hold' | 'erase' | null>(null)
  const found = useQuery({
    queryKey: ['cases', page.code, 'retention'],
    queryFn: ({ signal }) => api.get<Kept>(`/cases/${part(page.code)}/retention`, { signal }),
    enabled: may('hold', 'read'),
  })
  const lift = useDeed<string>({
    run: (id) => api.delete(`/cases/${part(page.code)}/holds/${part(id)}`),
    done: () => t('hold.lifted'),
    renew: [['cases', page.code]],
  })
  if (!may('hold', 'read')) return null
  const close = () => setAsking(null)
  return (
    <section className="card stack-small" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <Answer query={found} loading={<Lines count={2} />}>
        {(kept) => (
          <>
            <p>
              {kept.dueOn === null
                ? t('open', { count: kept.months })
                : t('due', { day: day(kept.dueOn), count: kept.months })}
            </p>
            {kept.verified ? null : <p className="small quiet">{t('unverified')}</p>}
            <h3>{t('hold.title')}</h3>
            {kept.holds.length === 0 ? <p className="quiet">{t('hold.none')}</p> : null}
            <ul className="plain-list">
              {kept.holds.map((hold) => (
                <li key={hold.id} className="case-line">
                  <span>
                    <strong>{t(`hold.ground.${hold.ground}`)}</strong>{' '}
                    <span dir="auto" data-private="">
                      {hold.note}
                    </span>
                    <span className="quiet small">
                      {' '}
                      {t('hold.until', { day: day(hold.until) })} · {nameOf(hold.setBy)}
                    </span>
                  </span>
                  {may('hold', 'update') ? (
                    <Button
                      size="xs"
                      variant="default"
                      loading={lift.isPending}
                      onClick={() => lift.mutate(hold.id)}
                    >
                      {t('hold.lift')}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
            <div className="row">
              {may('hold', 'create') ? (
                <Button variant="default" onClick={() => setAsking('hold')}>
                  {t('hold.set')}
                </Button>
              ) : null}
              {may('erasure', 'execute') && kept.holds.length === 0 ? (
                <Button color="red" variant="outline" onClick={() => setAsking('erase')}>
                  {t('erase.ask')}
                </Button>
              ) : null}
            </div>
            {asking === 'hold' ? <SetHold page={page} close={close} /> : null}
            {asking === 'erase' ? <EraseCase page={page} close={close} /> : null}
          </>
        )}
      </Answer>
    </section>
  )
}

function SetHold({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-keeping')
  const [ground, setGround] = useState<string>('proceedings')
  const [note, setNote] = useState('')
  const [until, setUntil] = useState('')
  const [id] = useState(() => crypto.randomUUID())
  const set = useDeed({
    run: () => api.post(`/cases/${part(page.code)}/holds`, { id, ground, note, until }),
    done: () => t('hold.stands'),
    renew: [['cases', page.code]],
    after: close,
  })
  return (
    <DialogForm
      title={t('hold.set')}
      close={close}
      keep={() => set.mutate()}
      isKeeping={set.isPending}
      isReady={note.trim() !== '' && until !== ''}
    >
      <Select
        label={t('hold.groundAsk')}
        allowDeselect={false}
        data={grounds.map((value) => ({ value, label: t(`hold.ground.${value}`) }))}
        value={ground}
        onChange={(next) => next && setGround(next)}
      />
      <Textarea
        label={t('hold.noteAsk')}
        required
        autosize
        minRows={2}
        dir="auto"
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('hold.untilAsk')}
        required
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </DialogForm>
  )
}

type Erasures = { erasures: { id: string; doneAt: string | null; gone: Record<string, number> | null }[] }

/** What is left of a case that is gone: the number of its erasure, and how much went. */
function Proof({ id }: { id: string }) {
  const { t } = useTranslation('wb-keeping')
  const { instant } = useReading()
  const found = useQuery({
    queryKey: ['cases', 'retention'],
    queryFn: ({ signal }) => api.get<Erasures>('/cases/retention', { signal }),
  })
  return (
    <Answer query={found} loading={<Lines count={3} />}>
      {({ erasures }) => {
        const proof = erasures.find((each) => each.id === id)
        const { people = 0, reports = 0, keys = 0, ...rows } = proof?.gone ?? {}
        return (
          <div className="stack-small">
            <p>{t('proof.about')}</p>
            <p>
              <span dir="ltr">{id}</span>
              {proof?.doneAt ? ` · ${instant(proof.doneAt)}` : null}
            </p>
            <ul>
              <li>{t('proof.people', { count: people })}</li>
              <li>{t('proof.reports', { count: reports })}</li>
              <li>{t('proof.rows', { count: Object.values(rows).reduce((sum, each) => sum + each, 0) })}</li>
              <li>{t('proof.keys', { count: keys })}</li>
            </ul>
            <p className="small quiet">{t('proof.backups')}</p>
          </div>
        )
      }}
    </Answer>
  )
}

/** Erases for good, after the reason and the code were typed; then shows what is left as proof. */
function EraseCase({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-keeping')
  const navigate = useNavigate()
  const [because, setBecause] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [proof, setProof] = useState<string | null>(null)
  const erase = useDeed<void, { erasure: string }>({
    run: () => api.post(`/cases/${part(page.code)}/erasure`, { because, code: typed.trim() }),
    renew: [['cases', 'retention']],
    after: ({ erasure }) => setProof(erasure),
  })
  if (proof !== null) {
    return (
      <Modal
        opened
        onClose={() => void navigate({ to: '/cases' })}
        title={t('erase.done', { code: page.code })}
        closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      >
        <Proof id={proof} />
      </Modal>
    )
  }
  return (
    <DialogForm
      title={t('erase.title', { code: page.code })}
      close={close}
      keep={() => erase.mutate()}
      isKeeping={erase.isPending}
      isReady={because !== null && typed.trim() === page.code}
      action={t('erase.ask')}
    >
      <Notice>{t('erase.about')}</Notice>
      <Select
        label={t('erase.reasonAsk')}
        required
        data={reasons.map((value) => ({ value, label: t(`erase.reason.${value}`) }))}
        value={because}
        onChange={setBecause}
      />
      <TextInput
        label={t('erase.codeAsk', { code: page.code })}
        required
        autoComplete="off"
        dir="ltr"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
