/**
 * Folding: what a character counts as when texts are compared. One table over the Basic Multilingual Plane, built
 * once from Unicode itself (NFKC, case, decomposition), so that a text is folded by look-up, unit by unit, and a
 * token keeps the place it was read from.
 *
 * The folded form is a skeleton in the sense of UTS #39: letters that look alike in Latin, Cyrillic and Greek fold
 * to one, in every word, so that a text written with borrowed letters equals the plain one. It is for comparing,
 * never for showing.
 */

/** What a UTF-16 unit is to the tokeniser. */
export const kind = {
  separator: 0,
  letter: 1,
  digit: 2,
  /** Zero-width, direction marks, apostrophes, Latin and Arabic marks: left out, they do not end a word. */
  ignored: 3,
  /** A script written without spaces: words are found by dictionary (`Intl.Segmenter`). */
  unspaced: 4,
  /** An emoji or dingbat: a token of its own. */
  symbol: 5,
  /** One character that stands for several (ligatures, ½, ℡). */
  several: 6,
  /** Half of a surrogate pair. */
  surrogate: 7,
} as const

const lookalikes: Record<string, string> = Object.fromEntries(
  [
    // Cyrillic
    ...'аa бb6 вb гr дd еe зz3 иu кk лl мm нh оo пn рp сc тt уy хx іi їi јj ѕs ԁd һh ӏl ԝw ԛq ґr є€'
      .split(' ')
      .map((pair) => [pair[0]!, pair[1]!] as const)
      // Only the letters that are truly confusable; the others keep their own form.
      .filter(([from]) => 'авекмнорстухіїјѕԁһӏԝԛ'.includes(from)),
    // Greek
    ...'αa βb εe ηh ιi κk μm νn οo ρp τt υy χx ζz'.split(' ').map((pair) => [pair[0]!, pair[1]!] as const),
    // Latin letters without a decomposition
    ...'ıi øo łl đd ħh ɑa ɡg ɩi ʏy ʀr ɪi ʟl ɴn'.split(' ').map((pair) => [pair[0]!, pair[1]!] as const),
  ].map(([from, to]) => [from, to]),
)

const unspacedScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic; other scripts' signs are letters of theirs. */
const droppedMarks = new RegExp(
  String.raw`[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]`,
  'gu',
)

type Tables = {
  kinds: Uint8Array
  folded: Uint16Array
  several: Map<number, string>
}

let tables: Tables | undefined

/** The tables; built on first use in some tens of milliseconds. */
export function foldTables(): Tables {
  return (tables ??= build())
}

function build(): Tables {
  const kinds = new Uint8Array(65_536)
  const folded = new Uint16Array(65_536)
  const several = new Map<number, string>()
  for (let unit = 0; unit < 65_536; unit++) {
    if (unit >= 0xac00 && unit <= 0xd7a3) {
      kinds[unit] = kind.letter // Hangul syllables stay whole
      folded[unit] = unit
      continue
    }
    if (unit >= 0xd800 && unit <= 0xdfff) {
      kinds[unit] = kind.surrogate
      continue
    }
    const form = foldCharacter(String.fromCharCode(unit))
    kinds[unit] = form.kind
    if (form.text.length === 1) folded[unit] = form.text.charCodeAt(0)
    else if (form.text.length > 1) {
      kinds[unit] = kind.several
      several.set(unit, form.text)
    }
  }
  return { kinds, folded, several }
}

/** Folds one character: its kind and its skeleton ('' when it is left out or only separates). */
export function foldCharacter(character: string): { kind: number; text: string } {
  if (/^['’ʼ`´‘]$/u.test(character)) return { kind: kind.ignored, text: '' }
  if (character === '\u200b') return { kind: kind.ignored, text: '' }
  // What stands where something could not be read, half of a surrogate pair for one, says nothing.
  if (character === '\ufffd') return { kind: kind.separator, text: '' }
  if (/^[\p{Cf}\p{Variation_Selector}\u20e3\u034f]$/u.test(character)) return { kind: kind.ignored, text: '' }
  const digit = decimalDigit(character)
  if (digit !== undefined) return { kind: kind.digit, text: digit }
  // Their vowel signs decompose into signs that the dictionary does not know.
  if (/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(character))
    return /[\p{L}\p{M}]/u.test(character)
      ? { kind: kind.unspaced, text: character }
      : { kind: kind.separator, text: '' }
  const compatible = character.normalize('NFKC').toLowerCase()
  const plain = /\p{Script=Katakana}|\p{Script=Hiragana}/u.test(character)
    ? compatible
    : compatible.normalize('NFKD').replace(droppedMarks, '').normalize('NFC')
  if (plain === '') return { kind: kind.ignored, text: '' }
  const skeleton = Array.from(plain, (part) => lookalikes[part] ?? part).join('')
  if (unspacedScripts.test(skeleton)) return { kind: kind.unspaced, text: skeleton }
  if (/^[\p{L}\p{M}]+$/u.test(skeleton)) return { kind: kind.letter, text: skeleton }
  if (/^\p{Nd}+$/u.test(skeleton)) return { kind: kind.digit, text: skeleton }
  if (/[\p{L}\p{Nd}]/u.test(skeleton)) return { kind: kind.several, text: skeleton }
  if (/^\p{Extended_Pictographic}$/u.test(character) || /^[\p{So}]$/u.test(character))
    return { kind: kind.symbol, text: character }
  return { kind: kind.separator, text: '' }
}

/** The ASCII digit that a decimal digit of any script stands for; undefined for anything else. */
export function decimalDigit(character: string): string | undefined {
  const code = character.codePointAt(0)!
  if (code >= 48 && code <= 57) return character
  if (code < 0x660 || !/^\p{Nd}$/u.test(character)) return undefined
  // Decimal digits come in runs of ten, zero first (Unicode 4.6); the mathematical ones in five runs end to end.
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10)
  let zero = code
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(code - zero)
}
