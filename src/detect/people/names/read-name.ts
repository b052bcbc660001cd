import anyAscii from 'any-ascii'
import { editDistance, longestName } from './letters.ts'
import { commonWords, honorifics, legalKind, legalPhrases, numberIn, particles } from './word-lists.ts'

/** What a word does in a name. */
export type WordKind = 'name' | 'initial' | 'number' | 'particle' | 'honorific' | 'legal' | 'common'

export type NameWord = {
  /** In plain Latin letters. */
  text: string
  /** As written, case folded; for words of one script. */
  raw: string
  kind: WordKind
  /** Bits that it would tell, were it met again: longer and rarer is more. */
  weight: number
  /** For legal forms the kind of body, for numbers the number. */
  stands?: string
}

/** Who bears the name: a person, or a body (company, organisation, vessel). */
export type Bearer = 'person' | 'body'

export type Name = {
  bearer: Bearer
  /** The head of the text as it came, case kept. */
  written: string
  words: readonly NameWord[]
  /** The script of most letters: `latin`, `syllabic` (Han, Hangul, kana), `consonantal` (Arabic, Hebrew), `other`. */
  script: 'latin' | 'syllabic' | 'consonantal' | 'other'
}

const mostWords = 24

/** Bits per letter, from the shares of letters in names of many romanised languages; rounded. */
export const letterBits: Readonly<Record<string, number>> = {
  a: 2.8, b: 5.3, c: 5.2, d: 4.9, e: 3.5, f: 6.3, g: 5.2, h: 4.6, i: 3.6, j: 6.2, k: 4.9, l: 4.2, m: 4.7,
  n: 3.7, o: 3.9, p: 6.0, q: 8.6, r: 3.9, s: 4.1, t: 4.7, u: 4.6, v: 5.9, w: 6.6, x: 8.7, y: 5.4, z: 6.1,
} // prettier-ignore

const kindWeight: Record<WordKind, number> = {
  name: 1, initial: 0.8, number: 0.9, particle: 0.12, honorific: 0.06, legal: 0.06, common: 0.55,
} // prettier-ignore

function weightOf(text: string, kind: WordKind): number {
  let bits = 0
  let share = 1
  for (const letter of text) {
    bits += share * (letterBits[letter] ?? 4)
    share *= 0.86 // letters further on are foreseen by those before
  }
  return bits * kindWeight[kind]
}

function scriptOf(text: string): Name['script'] {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0
  const syllabic = count(/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/gu)
  const consonantal = count(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/gu)
  const latin = count(/\p{Script=Latin}/gu)
  const other = count(/\p{L}/gu) - syllabic - consonantal - latin
  const most = Math.max(syllabic, consonantal, latin, other)
  if (most === latin) return 'latin'
  return most === syllabic ? 'syllabic' : most === consonantal ? 'consonantal' : 'other'
}

const plain = (text: string): string =>
  anyAscii(text)
    .toLowerCase()
    .replace(/['`"’ʼ]/g, '')

/** Reads a name: any script, any order of its parts, with what stands around it told apart from the name itself. */
export function readName(text: string, bearer: Bearer = 'person'): Name {
  let head = (text.length > longestName ? text.slice(0, longestName) : text)
    .normalize('NFKC')
    .replace(/\p{Cs}/gu, ' ')
  const script = scriptOf(head)
  const written = head.slice(0, 60)
  // 'Surname, Given' is the same name the other way round.
  const comma = /^([^,]{2,60}),([^,]+)$/.exec(head)
  if (bearer === 'person' && comma) head = `${comma[2]} ${comma[1]}`
  if (bearer === 'body')
    head = head.replace(
      /(?<![\p{L}\p{N}])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}])/gu,
      (dotted) => dotted.replaceAll('.', '') + ' ',
    )
  head = head
    .replace(/&/g, ' and ')
    .replace(/%/g, ' percent ')
    .replace(/(\p{Ll})(\p{Lu}\p{Ll})/gu, '$1 $2')
  const words: NameWord[] = []
  let parts = head.split(/[^\p{L}\p{N}\p{M}'’ʼ`‘]+/u).filter((part) => part !== '')
  if (bearer === 'body') {
    let whole = parts
      .map(plain)
      .join(' ')
      .replace(/[^a-z0-9]+/g, ' ')
    const before = whole
    for (const [from, to] of legalPhrases) whole = whole.replace(from, to)
    // A phrase that became one word no longer goes with the words as written.
    if (whole !== before) parts = whole.trim().split(/\s+/)
  }
  for (const part of parts) {
    if (words.length >= mostWords) break
    const raw = part.toLowerCase().replace(/['’ʼ`‘]/g, '')
    const own = plain(part).replace(/[^a-z0-9]+/g, '')
    if (own === '' || own === 'the') continue
    words.push(classify(letterForDigit(own), raw, bearer))
  }
  return { bearer, written, script, words: bearer === 'body' ? joinSpokenNumbers(words) : words }
}

/** Digits that stand for letters inside a word ('Sech1n'). */
function letterForDigit(word: string): string {
  if (!/[a-z]/.test(word) || !/\d/.test(word) || /^\d+(?:st|nd|rd|th)$/.test(word) || /\d{2}/.test(word))
    return word
  const letters = 'oizeasgtbg'
  return word.replace(/\d/g, (digit) => letters[Number(digit)]!)
}

function classify(text: string, raw: string, bearer: Bearer): NameWord {
  const word = (kind: WordKind, stands?: string): NameWord => ({
    text,
    raw,
    kind,
    weight: weightOf(text, kind),
    ...(stands === undefined ? {} : { stands }),
  })
  if (bearer === 'body') {
    const form = legalKind.get(text) ?? misspeltForm(text)
    if (form !== undefined) return word('legal', form)
    const number = numberIn(text)
    if (number !== undefined) return word('number', String(number))
    if (commonWords.has(text)) return word('common')
    if (particles.has(text) && text.length > 1) return word('particle')
    if (honorifics.has(text) && text.length === 2) return word('honorific')
    return word('name')
  }
  if (/^\d+$/.test(text)) return word('number', text)
  if (particles.has(text) && text.length > 1) return word('particle')
  if (honorifics.has(text)) return word('honorific')
  if (['llc', 'ltd', 'gmbh', 'inc'].includes(text)) return word('legal', legalKind.get(text)!)
  // One letter, or a few without a vowel ('JC'), is initials; one syllable sign is not.
  return word(text.length === 1 && raw.length <= 1 ? 'initial' : 'name')
}

/** A long legal form with one slip in it. */
function misspeltForm(text: string): string | undefined {
  if (text.length < 9) return undefined
  for (const [word, kind] of legalKind) if (word.length >= 9 && editDistance(word, text, 1) === 1) return kind
  return undefined
}

/** 'Forty Four' is 44. */
function joinSpokenNumbers(words: readonly NameWord[]): NameWord[] {
  const joined: NameWord[] = []
  for (const word of words) {
    const last = joined.at(-1)
    const tens = last?.kind === 'number' && /^[a-z]+ty$/.test(last.text) ? Number(last.stands) : 0
    if (tens >= 20 && word.kind === 'number' && Number(word.stands) < 10)
      joined[joined.length - 1] = {
        ...last!,
        text: last!.text + word.text,
        stands: String(tens + Number(word.stands)),
      }
    else joined.push(word)
  }
  return joined
}

/** A text that gives several names ('X / Y', 'X a.k.a. Y') as each of them. */
export function alternatives(text: string): string[] {
  const parts = text
    .slice(0, longestName)
    .split(/\s*(?:[/;]|\b(?:a\.?k\.?a\.?|alias|f\.?k\.?a\.?)(?=\s))\s*/i)
  const whole = parts.map((part) => part.trim()).filter((part) => /\p{L}{2}/u.test(part))
  return whole.length > 1 && whole.every((part) => part.length > 3) ? whole : [text]
}
