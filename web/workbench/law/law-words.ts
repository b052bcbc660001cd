import { useTranslation } from 'react-i18next'
import { useReading } from '../../ui/reading.ts'

/** Words of the law slice (`locales/law`): facts, rights, results; a word it lacks is shown as its own id, readable. */
export function useLawWords() {
  const { t, i18n } = useTranslation(['wb-law', 'law'])
  const { country } = useReading()
  const own = (key: string, id: string): string => t(`law:${key}`, { defaultValue: readable(id) })
  return {
    t,
    /** The catalogue names a country in English, with the part whose law it is; other languages name the country. */
    jurisdictionName: ({ id, name }: { id: string; name: string }) =>
      i18n.language === 'en' ? name : country(id),
    /** A fact asked as a question, in plain words; a group's own pattern where the fact has no question of its own. */
    question: (path: string) => {
      const [group = '', name = ''] = path.split('.')
      const fact = own(`facts.${path}`, name)
      return t([`law:questions.${group}.${name}`, `law:questions.${group}.any`], {
        fact,
        defaultValue: `${fact}?`,
      })
    },
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
