import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ReportFile } from '#intake'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { SafeView } from './safe-view.tsx'

/** Pictures, recordings and documents of a report: saved, or drawn and played so that nothing in them runs. */
export function ReportFiles({ id }: { id: string }) {
  const { t } = useTranslation('wb-keys')
  const { count, instant } = useReading()
  const { data } = useQuery({
    queryKey: ['reports', id, 'files'],
    queryFn: async ({ signal }) =>
      (await api.get<{ files: ReportFile[] }>(`/intake/reports/${part(id)}/files`, { signal })).files,
  })
  if (!data || data.length === 0) return null
  const address = (file: string, query = '') => `/api/intake/reports/${part(id)}/files/${part(file)}${query}`
  return (
    <section className="card stack-small">
      <h2>{t('files.title')}</h2>
      <ul className="plain stack-small">
        {data.map((file) => (
          <li key={file.id}>
            <Anchor href={address(file.id)} download>
              <bdi>{file.name}</bdi>
            </Anchor>{' '}
            <span className="small quiet">
              {t('files.size', { size: count(Math.ceil(file.bytes / 1000)) })} · {instant(file.at)}
              {file.removed.length > 0 ? ` · ${t('files.removed', { what: file.removed.join(', ') })}` : ''}
              {file.uncleaned ? ` · ${t('files.uncleaned')}` : ''}
            </span>
            <SafeView file={file} address={address(file.id)} />
            {file.hasOriginal ? (
              <div>
                <Anchor size="sm" href={address(file.id, '?original=yes')} download>
                  {t('files.original')}
                </Anchor>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="small quiet">{t('files.care')}</p>
    </section>
  )
}
