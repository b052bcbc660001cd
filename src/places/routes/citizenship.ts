import { countryOf } from '#sources'

/** Words with which a country's statistics name its own citizens. */
const own =
  /^(nationals?|own (country|nationals?)|domestic|.*\(own country\)|ciudadanos de su pa.s|nationaux)$/i

/** Names the United Nations write and ISO 3166's short names do not have. */
const unitedNations: Readonly<Record<string, string>> = {
  'united kingdom of great britain and northern ireland': 'GBR',
  'united states of america': 'USA',
  'republic of moldova': 'MDA',
  'viet nam': 'VNM',
  'dem. rep. of the congo': 'COD',
  'democratic republic of the congo': 'COD',
  'iran (islamic republic of)': 'IRN',
  'bolivia (plurinational state of)': 'BOL',
  'venezuela (bolivarian republic of)': 'VEN',
  "lao people's dem. republic": 'LAO',
  "lao people's democratic republic": 'LAO',
  "democratic people's republic of korea": 'PRK',
  'republic of korea': 'KOR',
  'the former yugoslav republic of macedonia': 'MKD',
  'china, hong kong special administrative region': 'HKG',
  'united republic of tanzania': 'TZA',
  'syrian arab republic': 'SYR',
  'russian federation': 'RUS',
}

/**
 * The country a citizenship names, as alpha-3; '' when it names none ('Unknown', 'Other', a region, a slip of the pen):
 * such rows are no route, and are counted as unresolved instead of guessed.
 */
export function citizenshipOf(text: string, detectedIn: string): string {
  const trimmed = text.trim()
  if (own.test(trimmed)) return detectedIn
  return unitedNations[trimmed.toLowerCase()] ?? countryOf(trimmed)
}
