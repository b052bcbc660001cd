import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CasePage, GivenFiles as Files } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useConsents } from './case-queries.ts'

/** Files that left with people of the case in them; nothing where none did. */
export function GivenFiles({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-plan')
  const { instant } = useReading()
  const may = useMay()
  const path = `/cases/${part(page.code)}/given-files`
  const found = useQuery({
    enabled: may('referral', 'read'),
    queryKey: ['cases', page.code, 'given-files'],
    queryFn: async ({ signal }) => (await api.get<Files>(path, { signal })).files,
  })
  const consents = useConsents(page.code)
  const confirm = useDeed({
    run: (id: string) => api.post(`${path}/${part(id)}/deletion`),
    done: () => t('workbench:state.saved'),
    renew: [['cases', page.code]],
  })
  const files = found.data ?? []
  if (files.length === 0) return null
  return (
    <section className="card card-flush" aria-label={t('files.title')}>
      <div className="card-head">
        <h2>{t('files.title')}</h2>
        <p className="small quiet">{t('files.about')}</p>
      </div>
      <ul className="plain-list">
        {files.map((one) => (
          <li key={one.id} className="case-line">
            <div>
              <strong>{t(`files.kind.${one.kind}`)}</strong> ·{' '}
              <span dir="auto">
                {consents.data?.find(({ id }) => id === one.consentId)?.recipient ?? t('files.byDuty')}
              </span>
              <p className="small quiet">{instant(one.givenAt)}</p>
            </div>
            {one.consentId === null ? (
              <Badge>{t('files.notAskedBack')}</Badge>
            ) : one.recalledAt === null ? null : one.confirmedAt === null ? (
              <span className="row">
                <Badge tone="clock">{t('files.askedBack')}</Badge>
                <Button size="xs" variant="default" onClick={() => confirm.mutate(one.id)}>
                  {t('files.deleted')}
                </Button>
              </span>
            ) : (
              <Badge>{t('files.isDeleted')}</Badge>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
