import { useDirection } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { directionOf } from '../words.ts'

/** Writes the page's language and direction where the browser and Mantine look for them. */
export function KeepDirection() {
  const { i18n } = useTranslation()
  const { setDirection } = useDirection()
  useEffect(() => {
    document.documentElement.lang = i18n.language
    setDirection(directionOf(i18n.language))
  }, [i18n.language, setDirection])
  return null
}
