import { useTranslation } from 'react-i18next'

/** Words of the law slice (`locales/law`): facts, rights, results; a word it lacks is shown as its own id, readable. */
export function useLawWords() {
  const { t } = useTranslation(['wb-law', 'law'])
  const own = (key: string, id: string): string => t(`law:${key}`, { defaultValue: readable(id) })
  return {
    t,
    fact: (path: string) => own(`facts.${path}`, path.split('.').at(-1) ?? path),
    right: (id: string) => own(`rights.${id}`, id),
    element: (id: string) => own(`elements.${id}`, id),
    step: (id: string) => own(`steps.${id}`, id),
    value: (path: string, id: string) =>
      path === 'person.status' ? own(`steps.${id}`, id) : own(`values.${id}`, id),
  }
}

/** 'abuse_vulnerability', 'ageAtTime' → 'Abuse vulnerability', 'Age at time'. */
export function readable(id: string): string {
  const spaced = id
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
