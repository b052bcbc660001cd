import { decimalDigit } from '../normalise/index.ts'

/**
 * A text made plain for reading identifiers from it, with the place of every unit in the source: compatibility
 * forms, digits of every script and keycaps as ASCII, invisible characters gone. Case is kept (wallets need it).
 */
export type Plain = {
  readonly text: string
  /** The source place of unit `i`. */
  at(i: number): number
}

const ascii = /^\p{ASCII}*$/u

export function plain(source: string): Plain {
  if (ascii.test(source)) return { text: source, at: (i) => i }
  const parts: string[] = []
  const places: number[] = []
  let i = 0
  for (const character of source) {
    const code = character.codePointAt(0)!
    let part: string
    if (code < 0x80) part = character
    else if (/^[\p{Cf}\p{Variation_Selector}\u20e3\u034f]$/u.test(character)) part = ''
    else part = decimalDigit(character) ?? character.normalize('NFKC')
    parts.push(part)
    for (let k = 0; k < part.length; k++) places.push(i)
    i += character.length
  }
  places.push(source.length)
  return { text: parts.join(''), at: (index) => places[index] ?? source.length }
}
