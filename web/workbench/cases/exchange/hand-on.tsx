import { Autocomplete, Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HtcdsFileGiven, HtcdsPreview } from '#cases'
import { download } from '../../../ui/csv.ts'
import { api } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { usePartners } from '../plan/plan-queries.ts'
import { WhoWouldBeIn } from './who-would-be-in.tsx'

const purposes = ['statistics', 'referral', 'shelter', 'legal_help', 'medical_help', 'police_report'] as const

/** A file for one recipient and one purpose: first who would be in it, then the file. */
export function HandOn() {
  const { t } = useTranslation(['wb-exchange', 'wb-cases'])
  const partners = usePartners()
  const [recipient, setRecipient] = useState('')
  const [purpose, setPurpose] = useState<string>('statistics')
  const [format, setFormat] = useState<string>('htcds-csv')
  const [seen, setSeen] = useState<HtcdsPreview>()
  const to = { purpose, recipient }
  // Who was looked at belongs to what was asked: another recipient is another question.
  const change = (set: (value: string) => void) => (value: string | null) => {
    if (value !== null) set(value)
    setSeen(undefined)
  }
  const look = useDeed({
    run: () => api.post<HtcdsPreview>('/cases/standards/htcds/exports/preview', to),
    after: setSeen,
  })
  const give = useDeed({
    run: () => api.post<HtcdsFileGiven>('/cases/standards/htcds/exports', { ...to, format }),
    done: ({ people }) => t('give.done', { count: people }),
    renew: [['cases']],
    after({ text }) {
      const [name, type] =
        format === 'htcds-csv' ? ['htcds.csv', 'text/csv;charset=utf-8'] : ['htcds.json', 'application/json']
      download(name, text, type)
      setSeen(undefined)
    },
  })
  return (
    <div className="stack">
      <form
        className="card exchange-form"
        onSubmit={(event) => {
          event.preventDefault()
          look.mutate()
        }}
      >
        <div>
          <h2>{t('give.title')}</h2>
          <p className="small quiet">{t('give.what')}</p>
        </div>
        <Autocomplete
          label={t('give.recipient')}
          description={t('give.recipientHint')}
          required
          dir="auto"
          maxLength={300}
          data={[...new Set((partners.data ?? []).map(({ name }) => name))]}
          value={recipient}
          onChange={change(setRecipient)}
        />
        <Select
          label={t('give.purpose')}
          allowDeselect={false}
          data={purposes.map((id) => ({ value: id, label: t(`wb-cases:consent.purpose.${id}`) }))}
          value={purpose}
          onChange={change(setPurpose)}
        />
        <Select
          label={t('give.format')}
          allowDeselect={false}
          data={[
            { value: 'htcds-csv', label: t('give.csv') },
            { value: 'htcds-json', label: t('give.json') },
          ]}
          value={format}
          onChange={(next) => next && setFormat(next)}
        />
        <div className="row">
          <Button
            type="submit"
            variant={seen ? 'default' : 'filled'}
            loading={look.isPending}
            disabled={recipient.trim() === ''}
          >
            {t('give.look')}
          </Button>
        </div>
      </form>
      {seen ? <WhoWouldBeIn seen={seen} give={() => give.mutate()} isGiving={give.isPending} /> : null}
    </div>
  )
}
