import { foldCharacter, foldTables, kind } from './fold.ts'

/** One token of a text as templates compare it. */
export type Word = {
  /** Equal for words that fold to the same form; 32 bits. */
  hash: number
  /** Where it stands in the source text, in UTF-16 units, end exclusive. */
  start: number
  end: number
  /** `number`: a slot, equal for every number of about the same length; `symbol`: an emoji or dingbat. */
  kind: 'word' | 'number' | 'symbol'
}

/** What is told of each token; allocation-free, for the signatures of a million texts. */
export type Sink = (hash: number, start: number, end: number, kind: 0 | 1 | 2) => void

const seed = 0x811c9dc5
const prime = 0x01000193

/** Spreads the bits of a 32-bit hash (the finaliser of MurmurHash3). */
export function spread(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The tokens of a text, in order. Never throws: lone surrogates, control characters and marks only separate. */
export function words(text: string): Word[] {
  const found: Word[] = []
  scan(text, (hash, start, end, type) => {
    found.push({ hash, start, end, kind: type === 0 ? 'word' : type === 1 ? 'number' : 'symbol' })
  })
  return found
}

/** Numbers of about the same length are one: a price is not a phone, but any phone is a phone. */
function numberSlot(digits: number): number {
  return spread(0x23000000 + (digits <= 2 ? 2 : digits <= 4 ? 4 : digits <= 6 ? 6 : 7))
}

/** What may stand between two groups of one number: '0151 / 555-01 23', '1.500,00', '(030) 555'. */
function joinsNumbers(unit: number): boolean {
  return (
    unit === 32 ||
    unit === 45 ||
    unit === 46 ||
    unit === 44 ||
    unit === 47 ||
    unit === 40 ||
    unit === 41 ||
    unit === 0xa0 ||
    unit === 0x2011 ||
    unit === 0x2013
  )
}

/** Letters that single digits stand for between letters ('m0ney', 's3rvice'). No two stand for one. */
const asLetter: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' }
const betweenLetters = /(?<=\p{L})[013457](?=\p{L})/gu

/** A word and a number in the making. Methods, not closures: one is made for each text. */
class Reading {
  readonly #text: string
  readonly #sink: Sink
  hash = seed
  start = -1
  end = 0
  letters = 0
  digits = 0
  innerDigits = false
  /** A number waiting for a further group. */
  numberStart = -1
  numberEnd = 0
  numberDigits = 0

  constructor(text: string, sink: Sink) {
    this.#text = text
    this.#sink = sink
  }

  endNumber(): void {
    if (this.numberStart < 0) return
    this.#sink(numberSlot(this.numberDigits), this.numberStart, this.numberEnd, 1)
    this.numberStart = -1
  }

  endWord(): void {
    if (this.start < 0) return
    if (this.letters === 0) {
      if (this.numberStart < 0) {
        this.numberStart = this.start
        this.numberDigits = 0
      }
      this.numberEnd = this.end
      this.numberDigits += this.digits
    } else {
      this.endNumber()
      const hash = this.innerDigits ? hashAsLetters(this.#text, this.start, this.end) : spread(this.hash)
      this.#sink(hash, this.start, this.end, 0)
    }
    this.start = -1
    this.hash = seed
    this.letters = 0
    this.digits = 0
    this.innerDigits = false
  }

  add(unit: number, isDigit: boolean): void {
    this.hash = Math.imul(this.hash ^ unit, prime)
    if (isDigit) this.digits++
    else {
      if (this.digits > 0 && this.letters > 0) this.innerDigits = true
      this.letters++
    }
  }

  /** Takes the letters and digits from `i` on; returns the place of the last. */
  addPlain(from: number, kinds: Uint8Array, folded: Uint16Array): number {
    const text = this.#text
    let { hash, letters, digits } = this
    let i = from
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      const type = kinds[unit]
      if (type === kind.letter) {
        if (digits > 0 && letters > 0) this.innerDigits = true
        letters++
      } else if (type === kind.digit) digits++
      else break
      hash = Math.imul(hash ^ folded[unit]!, prime)
    }
    this.hash = hash
    this.letters = letters
    this.digits = digits
    this.end = i
    return i - 1
  }

  addText(part: string): void {
    for (let k = 0; k < part.length; k++) {
      const unit = part.charCodeAt(k)
      this.add(unit, unit >= 48 && unit <= 57)
    }
  }
}

/** The tokens of a text, in columns: for a million texts. */
export type Scanned = {
  length: number
  hash: Uint32Array
  start: Uint32Array
  end: Uint32Array
  /** 0: word, 1: number, 2: symbol. */
  kind: Uint8Array
}

const room = 4096
const held: Scanned = columns(room)
/** Whose tokens `held` has. */
let heldText: string | undefined
/** How often `held` was filled. */
let filled = 0

function columns(length: number): Scanned {
  return {
    length: 0,
    hash: new Uint32Array(length),
    start: new Uint32Array(length),
    end: new Uint32Array(length),
    kind: new Uint8Array(length),
  }
}

/** Gives the columns this much room; what they hold is kept as far as it fits. */
function resize(length: number): void {
  const { hash, start, end, kind: kinds } = held
  Object.assign(held, columns(length), { length: held.length })
  held.hash.set(hash.subarray(0, length))
  held.start.set(start.subarray(0, length))
  held.end.set(end.subarray(0, length))
  held.kind.set(kinds.subarray(0, length))
}

function hold(hash: number, start: number, end: number, type: 0 | 1 | 2): void {
  const at = held.length
  if (at === held.hash.length) resize(at * 2)
  held.hash[at] = hash
  held.start[at] = start
  held.end[at] = end
  held.kind[at] = type
  held.length = at + 1
}

/** The tokens of a text; a view until the next text is scanned. What is asked again at once is not read again. */
export function scanned(text: string): Scanned {
  if (text === heldText) return held
  // One endless text does not keep its room for good.
  if (held.hash.length > room * 16) resize(room)
  held.length = 0
  heldText = undefined
  filled++
  read(text, hold)
  // Nor is it kept itself.
  if (text.length < room * 16) heldText = text
  return held
}

/** Tells `sink` of each token of a text, in order. A sink that scans itself, as when it first makes a table, may. */
export function scan(text: string, sink: Sink): void {
  const { length, hash, start, end, kind: kinds } = scanned(text)
  const filling = filled
  for (let i = 0; i < length; i++) {
    sink(hash[i]!, start[i]!, end[i]!, kinds[i] as 0 | 1 | 2)
    // Another scan came between, and its tokens stand here now.
    if (filled !== filling && i + 1 < length) return scanFrom(text, i + 1, sink)
  }
}

/** Goes on behind so many tokens, told already. */
function scanFrom(text: string, told: number, sink: Sink): void {
  let at = 0
  read(text, (hash, start, end, type) => {
    if (at++ >= told) sink(hash, start, end, type)
  })
}

/** Reads a text once. */
function read(text: string, sink: Sink): void {
  const { kinds, folded, several } = foldTables()
  const length = text.length
  const at = new Reading(text, sink)

  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    const type = kinds[unit]!
    if (type === kind.letter || type === kind.digit) {
      if (at.start < 0) at.start = i
      i = at.addPlain(i, kinds, folded)
    } else if (type === kind.ignored) {
      continue
    } else if (type === kind.separator) {
      at.endWord()
      if (at.numberStart >= 0 && (!joinsNumbers(unit) || i - at.numberEnd > 2)) at.endNumber()
    } else if (type === kind.unspaced) {
      at.endWord()
      at.endNumber()
      i = scanUnspaced(text, i, sink) - 1
    } else if (type === kind.several) {
      if (at.start < 0) at.start = i
      at.addText(several.get(unit)!)
      at.end = i + 1
    } else if (type === kind.symbol) {
      at.endWord()
      at.endNumber()
      sink(spread(Math.imul(seed ^ unit, prime)), i, i + 1, 2)
    } else {
      const point = text.codePointAt(i)!
      if (point < 0x10000) {
        at.endWord() // a lone surrogate
        at.endNumber()
        continue
      }
      const form = astral(point)
      if (form.kind === kind.letter || form.kind === kind.digit || form.kind === kind.several) {
        if (at.start < 0) at.start = i
        at.addText(form.text)
        at.end = i + 2
      } else if (form.kind === kind.unspaced) {
        at.endWord()
        at.endNumber()
        sink(spread(Math.imul(seed ^ point, prime)), i, i + 2, 0)
      } else if (form.kind !== kind.ignored) {
        at.endWord()
        at.endNumber()
        if (form.kind === kind.symbol) sink(spread(Math.imul(seed ^ point, prime)), i, i + 2, 2)
      }
      i++
    }
  }
  at.endWord()
  at.endNumber()
}

const astralForms = new Map<number, { kind: number; text: string }>()

function astral(point: number): { kind: number; text: string } {
  let form = astralForms.get(point)
  if (form === undefined) {
    // Skin tones change nothing of what is said.
    form =
      point >= 0x1f3fb && point <= 0x1f3ff
        ? { kind: kind.ignored, text: '' }
        : foldCharacter(String.fromCodePoint(point))
    astralForms.set(point, form)
  }
  return form
}

/** A word with digits between its letters, read with the letters that they stand for. */
function hashAsLetters(text: string, start: number, end: number): number {
  const { kinds, folded, several } = foldTables()
  let form = ''
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    const type = kinds[unit]!
    if (type === kind.surrogate) {
      form += astral(text.codePointAt(i)!).text
      if (text.codePointAt(i)! > 0xffff) i++
    } else if (type === kind.several) form += several.get(unit)!
    else if (type !== kind.ignored) form += String.fromCharCode(folded[unit]!)
  }
  const read = form.replace(betweenLetters, (digit) => asLetter[digit]!)
  let hash = seed
  for (let i = 0; i < read.length; i++) hash = Math.imul(hash ^ read.charCodeAt(i), prime)
  return spread(hash)
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
/** A run longer than this is cut: the dictionary's time grows with the run. */
const longestRun = 4096

function scanUnspaced(text: string, from: number, sink: Sink): number {
  const { kinds, folded, several } = foldTables()
  let to = from
  let form = ''
  const places: number[] = []
  while (to < text.length && to - from < longestRun) {
    const unit = text.charCodeAt(to)
    const type = kinds[unit]!
    if (type === kind.ignored) {
      to++
      continue
    }
    // A voicing mark folds to several; a Thai or Khmer vowel sign is a mark of the run.
    const continues =
      type === kind.unspaced || (type === kind.several && /\p{Script=Katakana}/u.test(several.get(unit)!))
    if (!continues) break
    const part = several.get(unit) ?? String.fromCharCode(folded[unit]!)
    for (let k = 0; k < part.length; k++) places.push(to)
    form += part
    to++
  }
  if (to === from) return from + 1
  for (const { segment, index } of segmenter.segment(form)) {
    let hash = seed
    for (let k = 0; k < segment.length; k++) hash = Math.imul(hash ^ segment.charCodeAt(k), prime)
    sink(spread(hash), places[index]!, places[index + segment.length - 1]! + 1, 0)
  }
  return to
}
