import { decimalDigit, scanned } from '../normalise/index.ts'
import { lexicon, type Meaning } from './lexicon.ts'

/** A word or number of a text, with what it may mean. */
export type Token = {
  start: number
  end: number
  kind: 'word' | 'number' | 'symbol'
  meaning: Meaning | undefined
  hash: number
}

/** A text cut into words and numbers once, for all that is read from it. */
export type Tokens = {
  readonly source: string
  /** Every word, number and symbol in order; made when somebody asks, since most texts call for none. */
  readonly list: readonly Token[]
  /** What occurs at all, so that dearer looks can be left out. */
  readonly cues: number
  readonly digits: number
  readonly longest: number
  readonly service: boolean
  readonly mixed: boolean
}

const kindNames = ['word', 'number', 'symbol'] as const

export function tokens(source: string): Tokens {
  return new ReadTokens(source)
}

/** Perhaps a digit: ASCII, or of the scripts behind Latin, Greek and Cyrillic. */
const someDigit = /[0-9\u0660-\uffff]/

class ReadTokens implements Tokens {
  readonly source: string
  cues = 0
  digits = 0
  longest = 0
  service = false
  mixed = false
  #list: Token[] | undefined

  constructor(source: string) {
    this.source = source
    // First, as it scans words of its own when it is made.
    const known = lexicon()
    const { length, hash, start, end, kind } = scanned(source)
    const digits = someDigit.test(source)
    for (let i = 0; i < length; i++) {
      const size = end[i]! - start[i]!
      if (size > this.longest) this.longest = size
      if (kind[i] === 1) this.digits += size
      if (kind[i] !== 0) continue
      const meaning = known.get(hash[i]!)
      if (meaning !== undefined) {
        this.cues |= meaning.cues
        if (meaning.service !== undefined) this.service = true
        if (meaning.number !== undefined) this.digits++
      } else if (digits && !this.mixed && holdsDigit(source, start[i]!, end[i]!)) this.mixed = true
    }
  }

  get list(): readonly Token[] {
    return (this.#list ??= listOf(this.source))
  }
}

function listOf(source: string): Token[] {
  const known = lexicon()
  const { length, hash, start, end, kind } = scanned(source)
  const list: Token[] = []
  for (let i = 0; i < length; i++)
    list.push({
      start: start[i]!,
      end: end[i]!,
      kind: kindNames[kind[i]!]!,
      meaning: kind[i] === 0 ? known.get(hash[i]!) : undefined,
      hash: hash[i]!,
    })
  return list
}

/** Whether a word holds a digit: 'GB29', '25yo', 'O171'. */
export function holdsDigit(source: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const unit = source.charCodeAt(i)
    if (unit < 58 ? unit > 47 : unit > 0x65f && decimalDigit(source[i]!) !== undefined) return true
  }
  return false
}

const asciiDigits = /^[0-9]+$/

/** The ASCII digits of a piece, in order. */
export function digitsOf(piece: string): string {
  if (asciiDigits.test(piece)) return piece
  let digits = ''
  for (const character of piece) digits += decimalDigit(character) ?? ''
  return digits
}
