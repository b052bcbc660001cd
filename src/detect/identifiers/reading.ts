import { decimalDigit } from '../normalise/index.ts'

/**
 * A text made plain for reading addresses from it, with the place of every unit in the source: compatibility
 * forms, digits of every script and keycaps as ASCII, invisible characters gone. Case is kept (wallets need it).
 */
export type Plain = {
  readonly text: string
  /** Whether the source is ASCII, where simpler expressions do. */
  readonly ascii: boolean
  /** The source place of unit `i`. */
  at(i: number): number
}

const ascii = /^\p{ASCII}*$/u
/** What a character beyond ASCII is read as; filled as characters are met. */
const forms = new Map<string, string>()

function formOf(character: string): string {
  let form = forms.get(character)
  if (form === undefined) {
    form = /^[\p{Cf}\p{Variation_Selector}\u20e3\u034f]$/u.test(character)
      ? ''
      : (decimalDigit(character) ?? character.normalize('NFKC'))
    forms.set(character, form)
  }
  return form
}

export function plain(source: string): Plain {
  if (ascii.test(source)) return { text: source, ascii: true, at: (i) => i }
  let text = ''
  const places: number[] = []
  let i = 0
  for (const character of source) {
    const part = character < '\u0080' ? character : formOf(character)
    text += part
    for (let k = 0; k < part.length; k++) places.push(i)
    i += character.length
  }
  places.push(source.length)
  return { text, ascii: false, at: (index) => places[index] ?? source.length }
}
