import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { useReading } from '../../ui/reading.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import './patterns.css'

/** What a reviewer decides, in two keystrokes: v, then a, r or u. A rejected pattern does not return unchanged. */
export function Verdict({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-patterns')
  const { instant } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  return (
    <section className="card stack-small pattern-verdict">
      <h2>{t('verdict.title')}</h2>
      {pattern.verdicts.map((verdict) => (
        <p key={verdict.decidedAt}>
          <strong>{t(`verdict.${verdict.verdict}`)}</strong> <span dir="auto">{verdict.reason}</span>
          <span className="tiny quiet">
            {' '}
            {nameOf(verdict.decidedBy)}, {instant(verdict.decidedAt)}
          </span>
        </p>
      ))}
      {may('pattern', 'create') ? (
        <Decide pattern={pattern} />
      ) : (
        <p className="quiet small">{t('verdict.notYours')}</p>
      )}
    </section>
  )
}

function Decide({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-patterns')
  const [reason, setReason] = useState('')
  const decide = useDeed({
    run: (verdict: string) =>
      api.post(`/detect/patterns/${part(pattern.id)}/verdict`, {
        verdict,
        reason: reason.trim() === '' ? t(`verdict.usual.${verdict}`) : reason,
      }),
    done: (_, verdict) => t('verdict.kept', { verdict: t(`verdict.${verdict}`) }),
    renew: [['patterns'], ['cases', 'leads']],
    after: () => setReason(''),
  })
  useKeys(
    choices.map(([verdict, key]) => ({
      keys: `v ${key}`,
      label: t(`verdict.${verdict}`),
      group: t('verdict.title'),
      run: () => decide.mutate(verdict),
    })),
  )
  return (
    <>
      <Textarea
        label={t('verdict.reason')}
        description={t('verdict.reasonHint')}
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="stack-small">
        {choices.map(([verdict, key]) => (
          <Button
            key={verdict}
            justify="space-between"
            variant={verdict === 'accept' ? 'filled' : 'default'}
            loading={decide.isPending}
            rightSection={<kbd>v {key}</kbd>}
            onClick={() => decide.mutate(verdict)}
          >
            {t(`verdict.${verdict}`)}
          </Button>
        ))}
      </div>
      <p className="tiny quiet">{t('verdict.what')}</p>
    </>
  )
}

const choices = [
  ['accept', 'a'],
  ['reject', 'r'],
  ['not_enough', 'u'],
] as const
