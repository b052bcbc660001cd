import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HandedOver, Held } from '#cases'
import { Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { DialogForm } from '../cases/dialog-form.tsx'
import { useDeed } from '../deeds.tsx'
import { useColleagues } from './colleagues.ts'

type Leaver = { id: string; name: string }

/** A colleague leaves: their work goes to another, and they can open nothing any more. Asked first: it cannot be undone. */
export function HandOverDialog({ leaver, close }: { leaver: Leaver; close: () => void }) {
  const { t } = useTranslation('wb-desk')
  const { count } = useReading()
  const { data: colleagues = [] } = useColleagues()
  const [to, setTo] = useState<string | null>(null)
  const held = useQuery({
    queryKey: ['staff', 'held', leaver.id],
    queryFn: ({ signal }) => api.get<Held>(`/cases/hand-over/${part(leaver.id)}`, { signal }),
  })
  const handOver = useDeed({
    run: () => api.post<HandedOver>(`/cases/hand-over/${part(leaver.id)}`, { to }),
    renew: [['staff'], ['colleagues']],
  })
  const takers = colleagues.filter(
    ({ id, role }) => id !== leaver.id && ['intake_worker', 'case_worker'].includes(role),
  )
  if (handOver.data)
    return (
      <DialogForm
        title={t('handOver.done', { name: leaver.name })}
        close={close}
        keep={close}
        isKeeping={false}
        action={t('workbench:state.close')}
      >
        <p role="status">
          {t('handOver.moved', {
            reports: count(handOver.data.reports),
            cases: count(handOver.data.cases),
            tasks: count(handOver.data.tasks),
          })}
        </p>
        {handOver.data.stays > 0 ? (
          <Notice>{t('handOver.stays', { count: handOver.data.stays })}</Notice>
        ) : null}
        {handOver.data.renewDoor ? <Notice tone="clock">{t('handOver.renew')}</Notice> : null}
        {handOver.data.successorOpens ? null : <Notice tone="clock">{t('handOver.admit')}</Notice>}
      </DialogForm>
    )
  return (
    <DialogForm
      title={t('handOver.title', { name: leaver.name })}
      close={close}
      keep={() => handOver.mutate()}
      isKeeping={handOver.isPending}
      isReady={to !== null}
      action={t('handOver.action')}
    >
      <Answer query={held}>
        {(one) => (
          <p>
            {t('handOver.held', {
              reports: count(one.reports),
              cases: count(one.cases),
              tasks: count(one.tasks),
            })}
          </p>
        )}
      </Answer>
      <p className="small">{t('handOver.what')}</p>
      <Select
        label={t('handOver.to')}
        searchable
        data={takers.map(({ id, name }) => ({ value: id, label: name }))}
        value={to}
        onChange={setTo}
      />
    </DialogForm>
  )
}
