import { IconAlertTriangle, IconClock, IconMoodKid } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'

/** Danger to a person: the one red mark. */
export function Danger({ danger }: { danger: string }) {
  const { t } = useTranslation('wb-cases')
  if (danger === 'immediate') {
    return (
      <Badge tone="danger" icon={<IconAlertTriangle size={14} aria-hidden />}>
        {t('danger.immediate')}
      </Badge>
    )
  }
  return (
    <Badge tone={danger === 'possible' ? 'clock' : 'plain'}>
      {t(`danger.${danger}`, { defaultValue: danger })}
    </Badge>
  )
}

/** Under 18, or nobody knows: both change what must happen. */
export function Child({ child }: { child: string }) {
  const { t } = useTranslation('wb-cases')
  if (child === 'no') return null
  return (
    <Badge
      tone={child === 'yes' ? 'clock' : 'plain'}
      icon={child === 'yes' ? <IconMoodKid size={14} aria-hidden /> : null}
    >
      {t(`child.${child}`)}
    </Badge>
  )
}

/** A last day, with how near it is. */
export function Deadline({ day: value, state }: { day: string; state?: string }) {
  const { t } = useTranslation('wb-cases')
  const { day, distance } = useReading()
  const isToday = value === new Date().toISOString().slice(0, 10)
  const isPressing = state === 'missed' || state === 'close' || isToday
  return (
    <Badge tone={isPressing ? 'clock' : 'plain'} icon={<IconClock size={14} aria-hidden />}>
      {day(value)} · {state === 'missed' ? t('clock.missed') : distance(value)}
    </Badge>
  )
}
