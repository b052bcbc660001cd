import { useTranslation } from 'react-i18next'

/** An indicator's name in the reader's language; those of lists with dimensions have their dimension before a dot. */
export function useIndicatorWords(): (id: string) => string {
  const { t } = useTranslation(['wb-screening', 'wb-cases'])
  return (id) =>
    id.includes('.')
      ? t(`name.${id.split('.').at(-1)}`)
      : t(`wb-cases:indicator.${id}`, { defaultValue: id.replaceAll('_', ' ') })
}

/** The answers that can be given, in the order of their keys. */
export const MARKS = ['yes', 'no', 'unknown', 'declined', 'not_asked'] as const

/** What an answer rests on. */
export const SOURCES = ['said', 'seen', 'document', 'third_party'] as const
export type Source = (typeof SOURCES)[number]
