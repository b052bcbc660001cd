import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ErasedCopies as Copies } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import '../cases/cases.css'

/** Partners that may still hold a copy of somebody who was erased; nothing where none does. */
export function ErasedCopies() {
  const { t } = useTranslation('wb-plan')
  const { instant } = useReading()
  const may = useMay()
  const found = useQuery({
    enabled: may('referral', 'read'),
    queryKey: ['erased-copies'],
    queryFn: async ({ signal }) => (await api.get<Copies>('/cases/erased-copies', { signal })).copies,
  })
  const confirm = useDeed({
    run: (copy: string) => api.post(`/cases/erased-copies/${part(copy)}/deletion`),
    done: () => t('workbench:state.saved'),
    renew: [['erased-copies']],
  })
  const open = (found.data ?? []).filter(({ confirmedAt }) => confirmedAt === null)
  if (open.length === 0) return null
  return (
    <section className="card card-flush" aria-label={t('erasedCopies.title')}>
      <div className="card-head">
        <h2>{t('erasedCopies.title')}</h2>
        <p className="small quiet">{t('erasedCopies.about')}</p>
      </div>
      <ul className="plain-list">
        {open.map((one) => (
          <li key={one.copyId} className="case-line">
            <div>
              <strong dir="auto">{one.partner}</strong>
              <p className="small quiet">{instant(one.askedAt)}</p>
            </div>
            {one.readsHere ? (
              <Badge tone="clock">{t('erasedCopies.asked')}</Badge>
            ) : (
              <Button size="xs" variant="default" onClick={() => confirm.mutate(one.copyId)}>
                {t('files.deleted')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
