import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useColleagues } from '../staff/colleagues.ts'
import { DialogForm } from './dialog-form.tsx'
import { todayHere } from './measures.tsx'

const professions = [
  'social_worker',
  'psychologist',
  'physician',
  'lawyer',
  'police_officer',
  'prosecutor',
  'guardian',
  'interpreter',
  'labour_inspector',
  'other',
] as const

/** Calls a conference; whoever takes part and is not on the case yet is brought into it. */
export function CallConference({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const colleagues = useColleagues()
  const [id] = useState(() => crypto.randomUUID())
  const [heldOn, setDay] = useState(todayHere)
  const [agenda, setAgenda] = useState('')
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const assigned = new Set(page.assigned.map(({ userId }) => userId))
  const call = useDeed({
    async run() {
      if (may('case', 'update')) {
        for (const userId of Object.keys(chosen)) {
          if (!assigned.has(userId)) await api.post(`/cases/${part(page.code)}/team`, { userId })
        }
      }
      await api.post(`/cases/${part(page.code)}/conferences`, {
        id,
        heldOn,
        agenda: agenda
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
        participants: Object.entries(chosen).map(([userId, profession]) => ({ userId, profession })),
      })
    },
    done: () => t('conference.called'),
    renew: [['cases']],
    after: close,
  })
  const choose = (userId: string, profession: string | null): void =>
    setChosen(({ [userId]: _before, ...rest }) =>
      profession === null ? rest : { ...rest, [userId]: profession },
    )
  return (
    <DialogForm
      title={t('conference.call')}
      close={close}
      keep={() => call.mutate()}
      isKeeping={call.isPending}
      isReady={heldOn !== '' && Object.keys(chosen).length > 0}
      action={t('conference.call')}
    >
      <TextInput
        label={t('conference.day')}
        type="date"
        required
        value={heldOn}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <Textarea
        label={t('conference.agendaAsk')}
        description={t('sealed')}
        autosize
        minRows={2}
        dir="auto"
        maxLength={5_000}
        value={agenda}
        onChange={(event) => setAgenda(event.currentTarget.value)}
      />
      <fieldset className="case-fieldset">
        <legend>{t('conference.whoAsk')}</legend>
        {(colleagues.data ?? [])
          .filter(({ role }) => role !== 'administrator')
          .map(({ id: userId, name, role }) => (
            <Select
              key={userId}
              size="xs"
              label={`${name} · ${t(`workbench:role.${role}`)}`}
              placeholder={t('conference.notInvited')}
              clearable
              data={professions.map((value) => ({ value, label: t(`profession.${value}`) }))}
              value={chosen[userId] ?? null}
              onChange={(next) => choose(userId, next)}
            />
          ))}
      </fieldset>
    </DialogForm>
  )
}
