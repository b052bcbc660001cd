import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useReading } from '../../ui/reading.ts'
import { Notice } from '../../ui/page.tsx'
import { useAfter } from './casework-queries.ts'
import { DialogForm } from './dialog-form.tsx'

const reasons = [
  'settled',
  'returned',
  'resettled',
  'handed_over',
  'persons_wish',
  'contact_lost',
  'not_trafficking',
  'died',
] as const
const safe = ['yes', 'no', 'unknown'] as const
const because = ['persons_wish', 'new_danger', 'new_facts', 'closed_by_mistake'] as const

/** Closes a case, with why and whether the person may be contacted afterwards; and why, while something still runs. */
export function CloseCase({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const { count } = useReading()
  const [reason, setReason] = useState<string | null>(null)
  const [safeToContact, setSafe] = useState<string>('unknown')
  const [note, setNote] = useState('')
  const [despite, setDespite] = useState('')
  const ending = useAfter(page.code)
  const stillOpen = ending.data?.stillOpen ?? []
  const end = useDeed({
    async run() {
      try {
        await api.post(`/cases/${part(page.code)}/closing`, {
          version: page.version,
          reason,
          safeToContact,
          note: note.trim() === '' ? null : note,
          despite: despite.trim() === '' ? null : despite,
        })
      } catch (error) {
        // Something may have begun since this was opened: what still runs is listed anew.
        void ending.refetch()
        throw error
      }
    },
    done: () => t('closing.closed'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('closing.close')}
      close={close}
      keep={() => end.mutate()}
      isKeeping={end.isPending}
      isReady={
        reason !== null && ending.data !== undefined && (stillOpen.length === 0 || despite.trim() !== '')
      }
      action={t('closing.close')}
    >
      <Select
        label={t('closing.reasonAsk')}
        required
        data={reasons.map((value) => ({ value, label: t(`closing.reason.${value}`) }))}
        value={reason}
        onChange={setReason}
      />
      <Select
        label={t('closing.safeAsk')}
        description={t('closing.safeHint')}
        allowDeselect={false}
        data={safe.map((value) => ({ value, label: t(`closing.safe.${value}`) }))}
        value={safeToContact}
        onChange={(next) => next && setSafe(next)}
      />
      <Textarea
        label={t('closing.noteAsk')}
        description={t('sealed')}
        autosize
        minRows={2}
        dir="auto"
        maxLength={5_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {stillOpen.length === 0 ? null : (
        <>
          <Notice tone="clock">
            <strong>{t('closing.still.title')}</strong>
            <ul>
              {stillOpen.map(({ kind, count: many }) => (
                <li key={kind}>
                  {t(`closing.still.${kind}`)}: {count(many)}
                </li>
              ))}
            </ul>
            {t('closing.still.advice')}
          </Notice>
          <Textarea
            label={t('closing.still.despite')}
            description={t('sealed')}
            required
            autosize
            minRows={2}
            dir="auto"
            maxLength={5_000}
            value={despite}
            onChange={(event) => setDespite(event.currentTarget.value)}
          />
        </>
      )}
    </DialogForm>
  )
}

/** Opens a closed case again, with why; contacts that were planned are dropped. */
export function ReopenCase({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [why, setWhy] = useState<string>('persons_wish')
  const reopen = useDeed({
    run: () => api.post(`/cases/${part(page.code)}/reopening`, { version: page.version, because: why }),
    done: () => t('closing.isOpen'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('closing.reopen')}
      close={close}
      keep={() => reopen.mutate()}
      isKeeping={reopen.isPending}
      action={t('closing.reopen')}
    >
      <Select
        label={t('closing.becauseAsk')}
        allowDeselect={false}
        data={because.map((value) => ({ value, label: t(`closing.because.${value}`) }))}
        value={why}
        onChange={(next) => next && setWhy(next)}
      />
    </DialogForm>
  )
}
