import { useTranslation } from 'react-i18next'
import type { DelphiReading } from '#cases'
import { Badge } from '../../../ui/page.tsx'

/** What the marks say so far, in one line a reading; spoken politely as it changes. */
export function LiveReading({ readings }: { readings: readonly DelphiReading[] }) {
  const { t } = useTranslation('wb-screening')
  if (readings.length === 0) return null
  return (
    <div className="stack-small" aria-live="polite">
      {readings.map((reading) => {
        const positive = reading.dimensions.filter(({ state }) => state === 'positive')
        return (
          <p key={reading.as} className="small row">
            {readings.length > 1 ? <Badge>{t(`as.${reading.as}`)}</Badge> : null}
            <strong>{t(`outcome.${reading.outcome}`)}</strong>
            <span className="quiet">
              {positive.map(({ id }) => t(`group.${id}`)).join(' · ')}
              {reading.outcome !== reading.couldBecome
                ? ` ${t('couldBecome', { outcome: t(`outcome.${reading.couldBecome}`) })}`
                : ''}
            </span>
          </p>
        )
      })}
    </div>
  )
}
