/** The languages every namespace has; more come by adding files. */
export const mainLanguages = ['en', 'fr', 'es', 'ar'] as const

const rightToLeft = new Set([
  'ar',
  'arc',
  'ckb',
  'dv',
  'fa',
  'he',
  'khw',
  'ks',
  'ps',
  'sd',
  'syr',
  'ug',
  'ur',
  'yi',
])

/** Remembers what `of` says of a language, for a few hundred languages: asking Intl anew costs more than a page. */
function rememberedBy<Said>(of: (language: string) => Said): (language: string) => Said {
  const known = new Map<string, Said>()
  return (language) => {
    const before = known.get(language)
    if (before !== undefined) return before
    const said = of(language)
    if (known.size < 500) known.set(language, said)
    return said
  }
}

/** The writing direction of a language tag: `dir` of a page. */
export const directionOf = rememberedBy((language): 'ltr' | 'rtl' => {
  const { language: base, script } = new Intl.Locale(language)
  if (script !== undefined) return ['Arab', 'Hebr', 'Syrc', 'Thaa'].includes(script) ? 'rtl' : 'ltr'
  return rightToLeft.has(base) ? 'rtl' : 'ltr'
})

/** The language's name in itself: 'français', 'العربية'. */
export const nameOf = rememberedBy(
  (language) => new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
)

/**
 * Picks from `offered` what an Accept-Language header asks for (RFC 4647 §3.4, lookup): 'ar-EG' is served by 'ar'.
 * The first offered language answers when nothing fits or the header is not readable.
 */
export function negotiateLanguage(header: string | null | undefined, offered: readonly string[]): string {
  const fallback = offered[0] ?? 'en'
  const wishes = (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
      return { tag, quality: Number(quality) }
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  for (const { tag } of wishes) {
    if (tag === '*') return fallback
    for (let range = tag; range !== ''; range = range.slice(0, Math.max(0, range.lastIndexOf('-')))) {
      const match = offered.find((language) => language.toLowerCase() === range)
      if (match !== undefined) return match
    }
  }
  return fallback
}
