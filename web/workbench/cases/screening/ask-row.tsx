import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Indicator, Mark } from '#cases'
import { useReading } from '../../../ui/reading.ts'
import { useNameOf } from '../../staff/colleagues.ts'
import type { Earlier, Given } from './asking.ts'
import { MarkChoice, MarkShape } from './mark-choice.tsx'
import { DangerMark, WeightMark } from './weight.tsx'
import { useIndicatorWords } from './words.ts'

/** One indicator while it is asked: its name and weight, what was answered before, five answers, a note. */
export function AskRow(props: {
  indicator: Indicator
  as: readonly ('adult' | 'child')[]
  isCurrent: boolean
  given: Given
  note: string
  earlier: Earlier | undefined
  agreed: boolean
  onMark: (mark: Mark) => void
  onNote: (note: string) => void
  onReuse: (earlier: Earlier) => void
}) {
  const { t } = useTranslation('wb-screening')
  const words = useIndicatorWords()
  const { day } = useReading()
  const { indicator, earlier, given } = props
  const [isNoting, setNoting] = useState(false)
  const labelId = `indicator-${indicator.id}`
  const ground = given.grounds[indicator.id]
  const mark = given.marks[indicator.id] ?? 'not_asked'
  return (
    <div
      className="screening-row"
      data-indicator={indicator.id}
      data-current={props.isCurrent || undefined}
      data-mark={mark}
    >
      <div className="screening-name">
        <span className="row">
          <span id={labelId}>{words(indicator.id)}</span>
          <DangerMark danger={indicator.danger} />
          <WeightMark indicator={indicator} as={props.as} />
        </span>
        {ground ? (
          <p className="tiny quiet">
            {t(`source.${ground.source}`)} · {day(ground.on)}
            {ground.reused ? ` · ${t('reused')}` : ''}
          </p>
        ) : null}
        {earlier && mark === 'not_asked' ? (
          <EarlierLine earlier={earlier} agreed={props.agreed} onReuse={() => props.onReuse(earlier)} />
        ) : null}
      </div>
      <div className="screening-answer">
        <MarkChoice name={indicator.id} labelledBy={labelId} value={mark} onChange={props.onMark} />
        {isNoting || props.note !== '' ? (
          <Textarea
            size="xs"
            aria-label={t('noteOn', { indicator: words(indicator.id) })}
            description={t('noteHint')}
            autosize
            minRows={1}
            maxLength={500}
            dir="auto"
            value={props.note}
            onChange={(event) => props.onNote(event.currentTarget.value)}
          />
        ) : mark === 'not_asked' ? null : (
          <Button size="compact-xs" variant="subtle" onClick={() => setNoting(true)}>
            {t('addNote')}
          </Button>
        )}
      </div>
    </div>
  )
}

function EarlierLine({
  earlier,
  agreed,
  onReuse,
}: {
  earlier: Earlier
  agreed: boolean
  onReuse: () => void
}) {
  const { t } = useTranslation('wb-screening')
  const { day } = useReading()
  const nameOf = useNameOf()
  return (
    <p className="tiny row">
      <span>
        <MarkShape mark={earlier.mark} />{' '}
        {t('earlier', {
          who: nameOf(earlier.by),
          day: day(earlier.at.slice(0, 10)),
          mark: t(`mark.${earlier.mark}`),
        })}
      </span>
      <Button size="compact-xs" variant="default" disabled={!agreed} onClick={onReuse}>
        {t('useAgain')}
      </Button>
    </p>
  )
}
