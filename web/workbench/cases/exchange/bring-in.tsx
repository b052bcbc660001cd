import { Button, FileInput, Select } from '@mantine/core'
import { IconFile } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HtcdsReading } from '#cases'
import { Notice } from '../../../ui/page.tsx'
import { api, ApiError } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { useJurisdictions } from '../../law/asking.ts'
import { AddCases } from './add-cases.tsx'
import { WhatIsWrong } from './what-is-wrong.tsx'

/** What one request takes; larger files are for the terminal. */
const MOST_BYTES = 8_000_000

export type Read = HtcdsReading & { file: string; format: 'htcds-csv' | 'htcds-json' }

/** A file is read, looked over row by row, and only then added. */
export function BringIn() {
  const { t } = useTranslation('wb-exchange')
  const { data } = useJurisdictions()
  const [file, setFile] = useState<File | null>(null)
  const [jurisdiction, setJurisdiction] = useState<string | null>(null)
  const [read, setRead] = useState<Read>()
  const isTooLarge = file !== null && file.size > MOST_BYTES
  const look = useDeed({
    async run(chosen: File): Promise<Read> {
      const format = /\.json$/i.test(chosen.name) ? 'htcds-json' : 'htcds-csv'
      const text = await chosen.text()
      const reading = await api.post<HtcdsReading>('/cases/standards/htcds/readings', {
        format,
        name: chosen.name,
        text,
      })
      return { ...reading, file: chosen.name, format }
    },
    after: setRead,
  })
  if (read !== undefined && jurisdiction !== null)
    return (
      <div className="stack">
        <AddCases read={read} jurisdiction={jurisdiction} another={() => setRead(undefined)} />
        {read.bad.length > 0 ? <WhatIsWrong read={read} /> : null}
      </div>
    )
  return (
    <form
      className="card exchange-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (file !== null) look.mutate(file)
      }}
    >
      <h2>{t('read.title')}</h2>
      <FileInput
        label={t('read.file')}
        description={t('read.fileHint')}
        required
        leftSection={<IconFile size={17} aria-hidden />}
        placeholder={t('read.choose')}
        accept=".csv,.json,text/csv,application/json"
        error={isTooLarge ? t('read.tooLarge') : null}
        value={file}
        onChange={(chosen) => {
          setFile(chosen)
          look.reset()
        }}
      />
      <Select
        label={t('read.jurisdiction')}
        description={t('read.jurisdictionWhy')}
        required
        searchable
        data={data?.jurisdictions.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={jurisdiction}
        onChange={setJurisdiction}
      />
      {look.error instanceof ApiError && look.error.problem.status === 400 ? (
        <Notice tone="clock">
          <strong>{t('read.refused')}</strong>
          <p className="small" lang="en" dir="auto">
            {look.error.message}
          </p>
        </Notice>
      ) : null}
      <div className="row">
        <Button
          type="submit"
          loading={look.isPending}
          disabled={file === null || jurisdiction === null || isTooLarge}
        >
          {t('read.action')}
        </Button>
      </div>
    </form>
  )
}
