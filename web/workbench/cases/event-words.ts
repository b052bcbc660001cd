import { useTranslation } from 'react-i18next'
import { useLawWords } from '../law/law-words.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useWordsIfAny } from './words-if-any.ts'

/** Each fact of an event is a code or a number of ours; what has no words is not shown rather than shown raw. */
export function useFactWords(): (name: string, value: unknown) => string | undefined {
  const { t } = useTranslation(['wb-casework', 'wb-cases'])
  const { right } = useLawWords()
  const nameOf = useNameOf()
  const ifAny = useWordsIfAny()
  const kinds: Readonly<Record<string, string>> = {
    level: 'wb-casework:risk.level',
    trigger: 'wb-casework:trigger',
    who: 'wb-casework:plan.who',
    step: 'wb-casework:step.kind',
    closing: 'wb-casework:closing.reason',
    because: 'wb-casework:closing.because',
    contact: 'wb-casework:contact.state',
    pathway: 'wb-casework:way.kind',
    outcome: 'wb-cases:outcome',
    decision: 'wb-cases:decision',
    purpose: 'wb-cases:consent.purpose',
    origin: 'wb-cases:origin',
  }
  return (name, value) => {
    const told = String(value)
    const kind = kinds[name]
    if (kind !== undefined) return ifAny(`${kind}.${told}`)
    if (name === 'reason') return ifAny(`wb-casework:plan.reason.${told}`, `wb-cases:reveal.${told}`)
    if (name === 'colleague') return nameOf(told)
    if (name === 'person') return told
    if (name === 'rightKind') return right(told)
    if (name === 'participants') return t('conference.people', { count: Number(value) })
    if (name === 'present') return t('wb-cases:timeline.present', { count: Number(value) })
    if (name === 'changed' && Array.isArray(value)) {
      return value
        .map((field) => ifAny(`wb-cases:field.${String(field)}`))
        .filter(Boolean)
        .join(', ')
    }
    return undefined
  }
}
