import { Button, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { useReading } from '../../ui/reading.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { Reasons } from './marks.tsx'
import './patterns.css'
import { usePatterns } from './pattern-queries.ts'

type Given = PatternDetail['verdicts'][number]

/** What a reviewer decides, in two keystrokes: v, then a, r or u; z takes it back. */
export function Verdict({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const may = useMay()
  const decides = may('pattern', 'create')
  return (
    <section className="card stack-small pattern-verdict" aria-label={t('verdict.title')}>
      <h2>{t('verdict.title')}</h2>
      <Rank pattern={pattern} />
      {pattern.verdicts.map((verdict) => (
        <Line key={verdict.id} verdict={verdict} />
      ))}
      {decides && pattern.replaced === null ? (
        <Decide pattern={pattern} />
      ) : (
        <p className="quiet small">{t(decides ? 'wb-review:replaced.notHere' : 'verdict.notYours')}</p>
      )}
      <Next id={pattern.id} />
    </section>
  )
}

/** Its place among those that wait, and why there. */
function Rank({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-review')
  const { count } = useReading()
  const { data } = usePatterns()
  const rank = data?.patterns.find(({ id }) => id === pattern.id)?.rank
  if (!rank) return null
  return (
    <details>
      <summary className="small">{t('rank.place', { place: count(rank.place) })}</summary>
      <Reasons reasons={rank.why} />
    </details>
  )
}

function Line({ verdict }: { verdict: Given }) {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const { instant, day } = useReading()
  const nameOf = useNameOf()
  const { takenBack } = verdict
  return (
    <div>
      <p className={takenBack ? 'verdict-taken-back' : undefined}>
        <strong>{t(`verdict.${verdict.verdict}`)}</strong> <span dir="auto">{verdict.reason}</span>
      </p>
      <p className="tiny quiet">
        {nameOf(verdict.decidedBy)}, {instant(verdict.decidedAt)}
        {takenBack
          ? ` · ${t('wb-review:verdict.takenBack', { who: nameOf(takenBack.by), at: instant(takenBack.at) })}`
          : ` · ${t('wb-review:verdict.until', { day: day(verdict.expiresAt) })}`}
      </p>
    </div>
  )
}

function Decide({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const [reason, setReason] = useState('')
  const takeBack = (id: string): Promise<unknown> =>
    api.post(`/detect/patterns/${part(pattern.id)}/verdicts/${part(id)}/taking-back`, {
      reason: t('wb-review:verdict.usualBack'),
    })
  const renew = [['patterns'], ['cases', 'leads']] as const
  const decide = useDeed({
    run: (verdict: string) =>
      api.post<Given>(`/detect/patterns/${part(pattern.id)}/verdict`, {
        verdict,
        reason: reason.trim() === '' ? t(`verdict.usual.${verdict}`) : reason,
      }),
    done: (_, verdict) => t('verdict.kept', { verdict: t(`verdict.${verdict}`) }),
    undo: (_, { id }) => takeBack(id),
    renew,
    after: () => setReason(''),
    queue: pattern.id,
  })
  const back = useDeed({
    run: ({ id }: Given) => takeBack(id),
    done: () => t('wb-review:verdict.back'),
    renew,
    queue: pattern.id,
  })
  const standing = pattern.verdicts.find(({ takenBack }) => takenBack === null)
  const group = t('verdict.title')
  useKeys([
    ...choices.map(([verdict, key]) => ({
      keys: `v ${key}`,
      label: t(`verdict.${verdict}`),
      group,
      run: () => decide.mutate(verdict),
    })),
    ...(standing
      ? [{ keys: 'z', label: t('wb-review:verdict.takeBack'), group, run: () => back.mutate(standing) }]
      : []),
  ])
  return (
    <>
      <Textarea
        label={t('verdict.reason')}
        description={t('verdict.reasonHint', {
          accept: t('verdict.usual.accept'),
          reject: t('verdict.usual.reject'),
          not_enough: t('verdict.usual.not_enough'),
        })}
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
        {standing ? (
          <Button
            variant="subtle"
            size="xs"
            justify="space-between"
            loading={back.isPending}
            rightSection={<kbd>z</kbd>}
            onClick={() => back.mutate(standing)}
          >
            {t('wb-review:verdict.takeBack')}
          </Button>
        ) : null}
      </div>
      <p className="tiny quiet">{t('verdict.what')}</p>
    </>
  )
}

/** On to the next that waits within today's budget, without the list in between. */
function Next({ id }: { id: string }) {
  const { t } = useTranslation('wb-review')
  const navigate = useNavigate()
  const { data } = usePatterns()
  const next = data?.patterns.find((one) => one.withinBudget && one.id !== id)
  const go = (): void => {
    if (next) void navigate({ to: '/patterns/$id', params: { id: next.id } })
  }
  useKeys(next ? [{ keys: 'n', label: t('next'), group: t('keys'), run: go }] : [])
  if (!next) return null
  return (
    <Button variant="light" size="xs" justify="space-between" rightSection={<kbd>n</kbd>} onClick={go}>
      {t('next')}
    </Button>
  )
}

const choices = [
  ['accept', 'a'],
  ['reject', 'r'],
  ['not_enough', 'u'],
] as const
