import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Stock lines and words of one language; line and word number n say the same in every language. */
export const Language = z.object({
  /** The script it is written in, by its Unicode name (Japanese: kana and Han together). */
  script: z.string(),
  /** Whether words stand apart. */
  spaced: z.boolean(),
  /** What ends a sentence. */
  stop: z.string(),
  /** Lines with `{name}`, `{phone}`, `{place}` and `{wage}` to fill. */
  lines: z.array(z.string()).length(16),
  words: z.array(z.string()).length(36),
})
export type Language = z.infer<typeof Language>

let read: ReadonlyMap<string, Language> | undefined

/** The languages of `data/demo/corpus/languages.json`, by code. */
export function languages(): ReadonlyMap<string, Language> {
  if (read === undefined) {
    const file = fileURLToPath(new URL('../../../data/demo/corpus/languages.json', import.meta.url))
    const { languages: found } = z
      .object({ languages: z.record(z.string(), Language) })
      .parse(JSON.parse(readFileSync(file, 'utf8')))
    read = new Map(Object.entries(found))
  }
  return read
}

/** One language a script: what recall is counted by. */
export const oneLanguageAScript = [
  'en',
  'ru',
  'el',
  'ar',
  'he',
  'hi',
  'bn',
  'ta',
  'th',
  'zh',
  'ja',
  'ko',
  'ka',
  'hy',
  'am',
] as const

export function getLanguage(code: string): Language {
  const language = languages().get(code)
  if (language === undefined) throw new Error(`no language ${code} in data/demo/corpus/languages.json`)
  return language
}
