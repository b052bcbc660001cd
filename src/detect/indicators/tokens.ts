import { foldTables, kind } from '../normalise/fold.ts'
import { words } from '../normalise/words.ts'

/** A word as rules compare it, with where it was read from (UTF-16 units, end exclusive) and in which sentence. */
export type Token = { form: string; sentence: number; start: number; end: number }

/** Texts longer than this are read to here: an ad is not a book. */
const longest = 8_000

const sentenceEnd = /[.!?…\n\r;؟؛।。！？]/u

/** The words of a text with their folded letters: without case, marks, zero-width signs and borrowed letters. */
export function tokens(text: string): Token[] {
  const read = text.length > longest ? text.slice(0, longest) : text
  const found: Token[] = []
  let sentence = 0
  let before = 0
  for (const { start, end, kind: type } of words(read)) {
    if (type === 'symbol') continue
    if (before > 0 && sentenceEnd.test(read.slice(before, start))) sentence++
    before = end
    // A number is a slot to templates; to a rule '24 hours' is its figures.
    for (const [from, to] of type === 'number' ? figures(read, start, end) : [[start, end] as const])
      found.push({ form: fold(read, from, to), sentence, start: from, end: to })
  }
  return found
}

function figures(text: string, start: number, end: number): (readonly [number, number])[] {
  return [...text.slice(start, end).matchAll(/\p{Nd}+/gu)].map(
    (match) => [start + match.index, start + match.index + match[0].length] as const,
  )
}

function fold(text: string, start: number, end: number): string {
  const { kinds, folded, several } = foldTables()
  let form = ''
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    const type = kinds[unit]!
    if (type === kind.ignored || type === kind.separator) continue
    form += type === kind.several ? several.get(unit)! : String.fromCharCode(folded[unit]! || unit)
  }
  return form
}
