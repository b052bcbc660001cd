import { useTranslation } from 'react-i18next'

/** The words of the first of these keys (each with its namespace) that has any; undefined rather than a bare key. */
export function useWordsIfAny(): (...keys: readonly string[]) => string | undefined {
  const { t, i18n } = useTranslation(['wb-casework', 'wb-cases'])
  return (...keys) => {
    const key = keys.find((each) => i18n.exists(each))
    return key === undefined ? undefined : t(key)
  }
}
