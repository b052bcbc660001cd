import type { Random } from '../world/random.ts'

/** Ways in which people write so that machines miss it and readers do not. */
export const disguises = {
  /** Letters of other scripts that look alike (Unicode TR 39). */
  lookAlikes: (source: Random, text: string) =>
    eachWord(source, text, 0.5, (word) =>
      word.replace(/[acehiopxyjsBHKMT]/g, (letter) =>
        source.chance(0.6) ? (confusable[letter] ?? letter) : letter,
      ),
    ),
  /** Characters without width between letters. */
  invisible: (source: Random, text: string) =>
    eachWord(source, text, 0.4, (word) => {
      const letters = Array.from(word)
      letters.splice(
        1 + source.below(letters.length),
        0,
        source.pick(['\u200b', '\u200d', '\u00ad', '\u2060']),
      )
      return letters.join('')
    }),
  /** Mathematical bold and full-width letters. */
  forms: (source: Random, text: string) => {
    const [upper, lower] = source.pick([
      [0x1d400, 0x1d41a],
      [0x1d5d4, 0x1d5ee],
      [0xff21, 0xff41],
    ] as const)
    return eachWord(source, text, 0.4, (word) =>
      word.replace(/[A-Za-z]/g, (letter) =>
        letter < 'a'
          ? String.fromCodePoint(upper + letter.charCodeAt(0) - 65)
          : String.fromCodePoint(lower + letter.charCodeAt(0) - 97),
      ),
    )
  },
  /** Marks over letters. */
  marks: (source: Random, text: string) =>
    eachWord(source, text, 0.4, (word) =>
      word.replace(/[aeiou]/g, (letter) => letter + source.pick(['\u0301', '\u0308', '\u0323'])),
    ),
  /** Digits for letters. */
  digits: (source: Random, text: string) =>
    eachWord(source, text, 0.3, (word) =>
      word.replace(/(?<=\p{L})[oieast](?=\p{L})/gu, (letter) =>
        source.chance(0.7) ? leet[letter]! : letter,
      ),
    ),
  /** Emoji between words, at the beginning and at the end. */
  emoji: (source: Random, text: string) =>
    `${source.pick(pictures)}${text.replace(/ /g, () => (source.chance(0.12) ? ` ${source.pick(pictures)} ` : ' '))} ${source.pick(pictures)}`,
  /** In capitals, or every word begun with one. */
  capitals: (source: Random, text: string) =>
    source.chance(0.5)
      ? text.toUpperCase()
      : text.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase()),
  /** Some words with a space or point after every letter. */
  spaced: (source: Random, text: string) =>
    eachWord(source, text, 0.08, (word) => Array.from(word).join(source.pick([' ', '.', '_']))),
}

export type Disguise = keyof typeof disguises
const ways = Object.keys(disguises) as Disguise[]

/** One to three disguises over a text. */
export function disguiseText(source: Random, text: string): string {
  let written = text
  for (const way of source.shuffled(ways).slice(0, source.between(1, 3)))
    written = disguises[way](source, written)
  return written
}

const confusable: Record<string, string> = Object.fromEntries(
  'aа cс eе hһ iі oо pр xх yу jј sѕ BВ HН KК MМ TТ'.split(' ').map((pair) => [pair[0]!, pair[1]!]),
)
const leet: Record<string, string> = { o: '0', i: '1', e: '3', a: '4', s: '5', t: '7' }
const pictures = ['🔥', '✨', '💎', '📞', '✈️', '🏠', '💰', '👉', '✅', '☎', '⭐', '🌍']

function eachWord(source: Random, text: string, share: number, change: (word: string) => string): string {
  return text.replace(/\p{L}{3,}/gu, (word) => (source.chance(share) ? change(word) : word))
}
