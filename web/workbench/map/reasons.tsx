import { useTranslation } from 'react-i18next'
import { fewer } from './on-the-map.ts'
import type { WarningReason } from './place-queries.ts'

/** The reasons of a finding, in the reader's language; a reason without words there stands in English. */
export function Reasons({ reasons }: { reasons: readonly WarningReason[] }) {
  const { t } = useTranslation('places')
  return (
    <ul className="reasons small">
      {reasons.map(({ key, parameters, text }) => (
        <li key={key + text}>{t(key, { ...withSigns(parameters), defaultValue: text })}</li>
      ))}
    </ul>
  )
}

/** A withheld count comes as `<3`. */
const withSigns = (parameters: WarningReason['parameters']): WarningReason['parameters'] =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' && /^<\d+$/.test(value) ? fewer(value.slice(1)) : value,
    ]),
  )
