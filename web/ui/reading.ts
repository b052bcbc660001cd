import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import * as format from './format.ts'
import { useMadeUpCountries } from './made-up-countries.ts'
import { usePreferences } from './preferences.ts'

/** Formats numbers and dates as this person reads them. */
export function useReading() {
  const { i18n } = useTranslation()
  const { calendar } = usePreferences()
  const language = i18n.language
  const madeUp = useMadeUpCountries()
  return useMemo(() => {
    const reading = { language, calendar: calendar === 'default' ? undefined : calendar }
    return {
      language,
      day: (value: string) => format.day(reading, value),
      instant: (value: string) => format.instant(reading, value),
      distance: (value: string) => format.distance(reading, value),
      count: (value: number) => format.count(reading, value),
      percent: (share: number, digits?: number) => format.percent(reading, share, digits),
      small: (value: number) => format.small(reading, value),
      country: (code: string) => format.country(reading, code, madeUp),
      languageName: (code: string) => format.languageName(reading, code),
    }
  }, [language, calendar, madeUp])
}
