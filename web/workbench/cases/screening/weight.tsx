import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Indicator } from '#cases'
import { Badge } from '../../../ui/page.tsx'

/** How much an indicator weighs, for adults and for children; marked where the weight was not checked. */
export function WeightMark({ indicator, as }: { indicator: Indicator; as: readonly ('adult' | 'child')[] }) {
  const { t } = useTranslation('wb-screening')
  if (!indicator.weights) {
    const unsure = indicator.confidence?.adult
    return unsure && unsure !== 'seen' ? <Badge>{t('wordingUncertain')}</Badge> : null
  }
  const shown = as.filter((one, i) => i === 0 || indicator.weights![one] !== indicator.weights![as[0]!])
  return (
    <>
      {shown.map((one) => {
        const weight = indicator.weights![one]
        const sure = indicator.confidence?.[one]
        if (indicator.alone && weight) return <Badge key={one}>{t('weight.alone')}</Badge>
        return (
          <Badge key={one}>
            {shown.length > 1 ? `${t(`as.${one}`)}: ` : ''}
            {weight ? t(`weight.${weight}`) : t('weight.none')}
            {weight && sure !== 'seen' ? (
              <span className="screening-unsure" title={t('weightUncertain')}>
                <span aria-hidden>?</span>
                <span className="only-heard">{t('weightUncertain')}</span>
              </span>
            ) : null}
          </Badge>
        )
      })}
    </>
  )
}

/** An indicator whose yes asks for a look at safety first. */
export function DangerMark({ danger }: { danger: boolean }) {
  const { t } = useTranslation('wb-cases')
  return danger ? (
    <IconAlertTriangle
      size={16}
      className="screening-danger"
      role="img"
      aria-label={t('overview.safetyFirst')}
    />
  ) : null
}
