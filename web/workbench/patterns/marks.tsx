import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/page.tsx'

/** The independent kinds of evidence that were found. */
export function Kinds({ kinds }: { kinds: readonly string[] }) {
  const { t } = useTranslation(['wb-patterns', 'detect'])
  return (
    <span className="row">
      {kinds.map((kind) => (
        <Badge key={kind} tone="accent">
          {t(`detect:kind.${kind}`, { defaultValue: kind })}
        </Badge>
      ))}
    </span>
  )
}

/** Where a pattern stands with its reviewers. */
export function Review({ review }: { review: string }) {
  const { t } = useTranslation('wb-patterns')
  const tone =
    review === 'changed' || review === 'expired' ? 'clock' : review === 'accepted' ? 'accent' : 'plain'
  return <Badge tone={tone}>{t(`review.${review}`)}</Badge>
}

type Reason = { key: string; values: Readonly<Record<string, string | number>>; text: string }

/** Reasons in the reader's language; one without words there stands in English. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const { t } = useTranslation(['detect', 'wb-patterns'])
  // Markets and kinds of evidence stand in the values by their ids.
  const named = (value: string | number): string | number =>
    typeof value === 'string'
      ? t([`wb-patterns:market.${value}`, `detect:kind.${value}`], { defaultValue: value })
      : value
  return (
    <ul className="pattern-reasons">
      {reasons.map(({ key, values, text }) => (
        <li key={key + text}>{t(key, { ...mapValues(values, named), defaultValue: text })}</li>
      ))}
    </ul>
  )
}

const mapValues = <A, B>(values: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
