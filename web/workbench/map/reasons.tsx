import { useTranslation } from 'react-i18next'
import type { WarningReason } from './place-queries.ts'

/** The reasons of a finding, in the reader's language; a reason without words there stands in English. */
export function Reasons({ reasons }: { reasons: readonly WarningReason[] }) {
  const { t } = useTranslation('places')
  return (
    <ul className="reasons small">
      {reasons.map(({ key, parameters, text }) => (
        <li key={key + text}>{t(key, { ...parameters, defaultValue: text })}</li>
      ))}
    </ul>
  )
}
