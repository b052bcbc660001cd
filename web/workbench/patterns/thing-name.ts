import { useTranslation } from 'react-i18next'

type Thing = { kind: string; label: string }

/** What things are called: a wording and a picture have no name, so they go by the beginning of their number. */
export function useThingName(): { short: (thing: Thing) => string; whole: (thing: Thing) => string } {
  const { t } = useTranslation('wb-patterns')
  const short = ({ kind, label }: Thing): string => {
    if (kind === 'edition') return t('wordingName', { name: label.slice(0, 6) })
    return label.slice(0, kind === 'image' ? 12 : 28)
  }
  const whole = (thing: Thing): string =>
    thing.kind === 'edition'
      ? short(thing)
      : `${t(`thing.${thing.kind}`, { defaultValue: thing.kind })} ${short(thing)}`
  return { short, whole }
}
