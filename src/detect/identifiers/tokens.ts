import { decimalDigit, scan } from '../normalise/index.ts'
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
  /** Only what may matter: numbers, symbols, words that mean something or hold a digit, and the words about them. */
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
  const known = lexicon()
  const list: Token[] = []
  let cues = 0
  let digits = 0
  let longest = 0
  let service = false
  let mixed = false
  scan(source, (hash, start, end, type) => {
    if (end - start > longest) longest = end - start
    const meaning = type === 0 ? known.get(hash) : undefined
    if (meaning !== undefined) {
      cues |= meaning.cues
      if (meaning.service !== undefined) service = true
      if (meaning.number !== undefined) digits++
    } else if (type === 1) digits += end - start
    else if (type === 0 && !mixed && holdsDigit(source, start, end)) mixed = true
    list.push({ start, end, kind: kindNames[type], meaning, hash })
  })
  return { source, list, cues, digits, longest, service, mixed }
}

/** Whether a word holds a digit: 'GB29', '25yo', 'O171'. */
export function holdsDigit(source: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const unit = source.charCodeAt(i)
    if (unit < 58 ? unit > 47 : unit > 0x65f && decimalDigit(source[i]!) !== undefined) return true
  }
  return false
}

/** The ASCII digits of a piece, in order. */
export function digitsOf(piece: string): string {
  let digits = ''
  for (const character of piece) digits += decimalDigit(character) ?? ''
  return digits
}
