import type { Catalogue } from './catalogue/catalogue.ts'
import type { Translations } from './catalogue/translations.ts'

/** What a person is told in one language: phrase of a jurisdiction → words; and those nobody reviewed. */
export type Phrases = { words: ReadonlyMap<string, string>; unreviewed: ReadonlySet<string> }

export function phrasesIn(language: string, { phrases }: Translations): Phrases {
  const words = phrases.flatMap((one): [string, string][] =>
    language === 'en' || language === 'fr' || language === 'es' || language === 'ar'
      ? [[one.en, one[language]]]
      : [],
  )
  const unreviewed = language === 'en' ? [] : phrases.flatMap((one) => (one.state === 'ours' ? [one.en] : []))
  return { words: new Map(words), unreviewed: new Set(unreviewed) }
}

/** Phrases that a rights sheet must show and that have no translation: who, what must happen first, what ends it. */
export function untranslated(catalogue: Catalogue, translations: Translations): string[] {
  const known = new Set(translations.phrases.map((one) => one.en))
  const shown = catalogue.jurisdictions
    .flatMap((one) => one.rights)
    .filter((one) => one.withdrawn === undefined)
    .flatMap((one) => [
      ...(one.responsible === undefined ? [] : [one.responsible]),
      ...one.conditions.map((condition) => condition.step),
      ...one.breaks.map((end) => end.what),
    ])
  return [...new Set(shown)].filter((phrase) => !known.has(phrase))
}
