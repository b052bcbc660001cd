import type { Identifier } from './identifiers.ts'
import { decimalDigit } from '../normalise/index.ts'
import { cue } from './lexicon.ts'
import type { Tokens } from './tokens.ts'

const plateShape =
  /^[\s:.#№-]{0,4}((?:[\p{Lu}\p{Nd}]|\p{Script=Arabic}(?=[\s\p{Nd}\p{Script=Arabic}-])){1,4}(?:[\s·-]?[\p{Lu}\p{Nd}\p{Script=Arabic}]{1,4}){1,3})(?![\p{L}\p{N}])/u

/** Number plates, only behind a word for them: 'reg AB12 CDE', 'plaque AB-123-CD', 'لوحة ٤٥٦٧ أ ب ج'. */
export function plates(tokens: Tokens): Identifier[] {
  if ((tokens.cues & cue.plate) === 0) return []
  const { source, list } = tokens
  const found: Identifier[] = []
  for (let i = 0; i < list.length; i++) {
    const meaning = list[i]!.meaning
    if (meaning === undefined || (meaning.cues & cue.plate) === 0) continue
    let at = list[i]!.end
    // 'plate number', 'reg no.', 'placa número'
    for (let j = i + 1; j <= i + 2 && j < list.length; j++) {
      const next = list[j]!.meaning
      if (next === undefined || (next.cues & (cue.names | cue.plate)) === 0) break
      at = list[j]!.end
    }
    const match = plateShape.exec(source.slice(at, at + 24))
    if (match === null) continue
    const written = match[1]!.trimEnd()
    const value = Array.from(
      written.normalize('NFKC').replace(/[\s·-]/g, ''),
      (one) => decimalDigit(one) ?? one,
    ).join('')
    const digits = value.match(/\p{Nd}/gu)?.length ?? 0
    if (value.length < 5 || value.length > 9 || digits < 2 || digits === value.length) continue
    const start = at + match[0].indexOf(written)
    if (found.some((one) => one.start === start)) continue
    found.push({ kind: 'plate', value, start, end: start + written.length })
  }
  return found
}
