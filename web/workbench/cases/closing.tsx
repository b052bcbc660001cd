import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
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

/** Closes a case, with why and whether the person may be contacted afterwards. */
export function CloseCase({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [reason, setReason] = useState<string | null>(null)
  const [safeToContact, setSafe] = useState<string>('unknown')
  const [note, setNote] = useState('')
  const end = useDeed({
    run: () =>
      api.post(`/cases/${part(page.code)}/closing`, {
        version: page.version,
        reason,
        safeToContact,
        note: note.trim() === '' ? null : note,
      }),
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
      isReady={reason !== null}
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
