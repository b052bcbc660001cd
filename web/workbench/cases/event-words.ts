import { useTranslation } from 'react-i18next'
import { useLawWords } from '../law/law-words.ts'
import { useNameOf } from '../staff/colleagues.ts'

/** Each fact of an event is a code or a number of ours; what has no words is not shown rather than shown raw. */
export function useFactWords(): (name: string, value: unknown) => string | undefined {
  const { t } = useTranslation(['wb-casework', 'wb-cases'])
  const { right } = useLawWords()
  const nameOf = useNameOf()
  const kinds: Readonly<Record<string, string>> = {
    level: 'risk.level',
    trigger: 'trigger',
    who: 'plan.who',
    step: 'step.kind',
    closing: 'closing.reason',
    because: 'closing.because',
    contact: 'contact.state',
    pathway: 'way.kind',
    outcome: 'wb-cases:outcome',
    decision: 'wb-cases:decision',
    purpose: 'wb-cases:consent.purpose',
    origin: 'wb-cases:origin',
  }
  return (name, value) => {
    const told = String(value)
    const kind = kinds[name]
    if (kind !== undefined) return t(`${kind}.${told}`, { defaultValue: '' }) || undefined
    if (name === 'reason') {
      const own = t(`plan.reason.${told}`, { defaultValue: '' })
      return own || t(`wb-cases:reveal.${told}`, { defaultValue: '' }) || undefined
    }
    if (name === 'colleague') return nameOf(told)
    if (name === 'person') return told
    if (name === 'rightKind') return right(told)
    if (name === 'participants') return t('conference.people', { count: Number(value) })
    if (name === 'present') return t('wb-cases:timeline.present', { count: Number(value) })
    if (name === 'changed' && Array.isArray(value)) {
      return value
        .map((field) => t(`wb-cases:field.${String(field)}`, { defaultValue: '' }))
        .filter(Boolean)
        .join(', ')
    }
    return undefined
  }
}
