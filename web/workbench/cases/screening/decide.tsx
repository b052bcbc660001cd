import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'

const decisions = ['possible', 'needs_more', 'not_indicated'] as const

/** What a person decides with a screening before them, and why. */
export function Decide({ code, id }: { code: string; id: string }) {
  const { t } = useTranslation('wb-cases')
  const [decision, setDecision] = useState<string>('needs_more')
  const [reason, setReason] = useState('')
  const decide = useDeed({
    run: () => api.post(`/cases/${part(code)}/screening/${part(id)}/decision`, { decision, reason }),
    done: () => t('screening.decisionKept'),
    renew: [['cases', code]],
  })
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        decide.mutate()
      }}
    >
      <h3>{t('screening.decide')}</h3>
      <SegmentedControl
        className="screening-sources"
        aria-label={t('screening.decide')}
        data={decisions.map((one) => ({ value: one, label: t(`decision.${one}`) }))}
        value={decision}
        onChange={setDecision}
      />
      <Textarea
        label={t('screening.reason')}
        description={t('screening.reasonHint')}
        required
        autosize
        minRows={2}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={decide.isPending} disabled={reason.trim() === ''}>
          {t('screening.decide')}
        </Button>
      </div>
    </form>
  )
}
