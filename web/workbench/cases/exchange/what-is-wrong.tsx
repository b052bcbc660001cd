import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { download, toCsv } from '../../../ui/csv.ts'
import { useReading } from '../../../ui/reading.ts'
import type { Read } from './bring-in.tsx'

const SHOWN = 50

/** The rows that cannot come in, every mistake by its field; as a file, to be mended and read again. */
export function WhatIsWrong({ read }: { read: Read }) {
  const { t } = useTranslation('wb-exchange')
  const { count } = useReading()
  return (
    <section className="card card-flush" aria-label={t('wrong.title')}>
      <div className="card-head">
        <div className="row-between">
          <h2>{t('wrong.title')}</h2>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            onClick={() => saveRejects(read)}
          >
            {t('wrong.download')}
          </Button>
        </div>
        <p className="small quiet">{t('wrong.what')}</p>
      </div>
      <table className="exchange-table">
        <thead>
          <tr>
            <th>{t('wrong.row')}</th>
            <th>{t('wrong.field')}</th>
            <th>{t('wrong.found')}</th>
            <th>{t('wrong.expected')}</th>
          </tr>
        </thead>
        <tbody>
          {read.bad.slice(0, SHOWN).flatMap(({ row, mistakes }) =>
            mistakes.map(({ field, found, expected }) => (
              <tr key={`${row} ${field} ${expected}`}>
                <td data-label={t('wrong.row')} className="number">
                  {count(row)}
                </td>
                <td data-label={t('wrong.field')}>
                  <code className="text-ltr">{field || '–'}</code>
                </td>
                <td data-label={t('wrong.found')}>
                  <bdi>{found}</bdi>
                </td>
                <td data-label={t('wrong.expected')}>
                  <span lang="en" dir="ltr">
                    {expected}
                  </span>
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {read.bad.length > SHOWN ? (
        <p className="case-line small quiet">{t('wrong.more', { count: read.bad.length - SHOWN })}</p>
      ) : null}
    </section>
  )
}

/** As the terminal writes them: the row's own cells, then what is wrong; read again, these columns are left out. */
function saveRejects({ bad, header, format, file }: Read): void {
  const told = bad.map(({ row, mistakes, cells }) => {
    const all = (of: 'field' | 'found' | 'expected') => mistakes.map((one) => one[of]).join('; ')
    return { ...cells, _row: row, _field: all('field'), _found: all('found'), _expected: all('expected') }
  })
  if (format === 'htcds-json') {
    download(`${file}.rejects.json`, `${JSON.stringify(told, null, 2)}\n`, 'application/json')
    return
  }
  const columns = [
    ...header.filter((name) => name !== '' && !name.startsWith('_')),
    '_row',
    '_field',
    '_found',
    '_expected',
  ]
  const rows = told.map((one: Readonly<Record<string, unknown>>) =>
    columns.map((name) => {
      const cell = one[name]
      return typeof cell === 'string' || typeof cell === 'number' ? cell : ''
    }),
  )
  download(`${file}.rejects.csv`, toCsv(columns, rows))
}
