import { createRequire } from 'node:module'
import countries from 'i18n-iso-countries/index.js'
import { placeKey } from './place-key.ts'

const require = createRequire(import.meta.url)
const languages = ['en', 'fr', 'es', 'ar'] as const

/** What people write and ISO 3166 does not; each says one country only. */
const everydayNames: Readonly<Record<string, string>> = {
  uk: 'GBR',
  england: 'GBR',
  scotland: 'GBR',
  wales: 'GBR',
  northernireland: 'GBR',
  uae: 'ARE',
  southkorea: 'KOR',
  northkorea: 'PRK',
  ivorycoast: 'CIV',
  russia: 'RUS',
  vietnam: 'VNM',
  czechrepublic: 'CZE',
  turkey: 'TUR',
  turkiye: 'TUR',
  moldova: 'MDA',
  kosovo: 'XKX',
  drc: 'COD',
  burma: 'MMR',
  swaziland: 'SWZ',
  macedonia: 'MKD',
  capeverde: 'CPV',
}

let names: Map<string, string> | undefined

function loadNames(): Map<string, string> {
  const known = new Map(Object.entries(everydayNames))
  for (const language of languages) {
    countries.registerLocale(require(`i18n-iso-countries/langs/${language}.json`))
    for (const [alpha2, all] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of all) {
        const code = alpha3Of(alpha2)
        if (code !== '' && !known.has(placeKey(name))) known.set(placeKey(name), code)
      }
    }
  }
  return known
}

/** ISO 3166-1 alpha-2 to alpha-3; '' when there is no such country. Kosovo (XK, not in ISO) is XKX. */
export function alpha3Of(alpha2: string): string {
  return alpha2 === 'XK' ? 'XKX' : (countries.alpha2ToAlpha3(alpha2) ?? '')
}

/** Whether a country: ISO 3166-1, Kosovo's XKX, or a user-assigned code XAA to XZZ (the demo's made-up countries). */
export function isCountryCode(alpha3: string): boolean {
  return (
    /^X[A-Z]{2}$/.test(alpha3) ||
    (/^[A-Z]{3}$/.test(alpha3) && countries.alpha3ToAlpha2(alpha3) !== undefined)
  )
}

/** The country a text names by code or by name (English, French, Spanish, Arabic), as alpha-3; '' when it names none. */
export function countryOf(text: string): string {
  const trimmed = text.trim()
  if (/^[A-Za-z]{2}$/.test(trimmed)) {
    const code = alpha3Of(trimmed.toUpperCase())
    if (code !== '') return code
  }
  if (/^[A-Za-z]{3}$/.test(trimmed) && isCountryCode(trimmed.toUpperCase())) return trimmed.toUpperCase()
  names ??= loadNames()
  return names.get(placeKey(trimmed)) ?? ''
}
