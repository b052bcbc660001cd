import { cue, type Meaning } from './lexicon.ts'
import { digitsOf, holdsDigit, type Token, type Tokens } from './tokens.ts'

/** Digits that stand together, however they are written. */
export type Atom = {
  digits: string
  start: number
  end: number
  /** Spelled in words. */
  word: boolean
  /** A word of tens, to which ones may be added. */
  tens: boolean
  /** Said to be an amount, an age or a measure by what stands behind: '175 cm', '100 €', '25 ans'. */
  told: boolean
}

/** What may stand between two atoms of one number: separators, what cannot be seen, marks, emoji. */
const between =
  /^[\s().\-‐‑–—_~*·•/|+,:='’"[\]{}<>\p{Cf}\p{M}\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}]{0,8}$/u
/** '2,000,000', '52,000-65,000', '12.00-12.50', '2008/2012', '7.1/6.2': amounts, years and versions. */
const noNumber =
  /^(?:\d{1,3}(?:,\d{3})+(?:\s?[-–]\s?\d{1,3}(?:,\d{3})+)?|\d{1,3}(?:\.\d{3})*\.000|\d+[.,]\d\d\s?[-–]\s?\d+[.,]\d\d|(?:(?:19|20)\d\d[\s/,–-]{0,3}){2,3}|\d+\.\d+(?:\s?\/\s?\d+\.\d+)+)$/
/** Days, hours, 'round the clock' and prices in a row ('100/150/200'), which are no part of a number; '06:39:98:01:33' and '06.12.05.2026' are one. */
const dayOrHour =
  /(?<![\d+(][-./]?)(?:(?:19|20)\d{2}[-./](?:0?\d|1[0-2])[-./](?:[0-2]?\d|3[01])|(?:[0-2]?\d|3[01])[-./](?:[0-2]?\d|3[01])[-./](?:19|20)\d{2})(?![-./]?\d)|(?<![\d+(]|\d[:h.])(?:(?:[01]?\d|2[0-4])[:h][0-5]\d(?!\d|[:.]\d)|24h?\/(?:7|24)(?!\d)|\d{1,2}0(?:\/\d{1,2}0){2}(?![-./]?\d))/g
const perhapsTime = /\d[-./:h]\d|\dh\//
const digitGroup = /\p{Nd}(?:[\p{Cf}\p{M}]*\p{Nd})*/gu
/** Letters written for digits, and nothing else: 'O7OO', '5l5', 'o'. */
const asDigits = /^[\p{Nd}OoОоΟοIlіІ|\p{M}\p{Cf}]+$/u
/** In '80€ 0555' the sign is of what stands before it. */
const moneyBefore = /(?<!\p{Nd}\s?)[$€£₽₹₴₺฿¥₦₱₫₩]\s?$/u
const measureBehind =
  /^[\s\u00a0]?(?:[$€£₽₹₴₺฿¥₦₱₫₩%°](?!\s?\p{Nd})|(?:cm|mm|km|kms|m|m2|m²|qm|kg|kgs|kilos?|lbs?|ft|h|hrs?|hours?|heures?|horas?|min|mins|minutes?|minutos|am|pm|uhr|y\/o|yo|см|кг|км|м2|м²)(?![\p{L}\p{N}]))/iu
/** Currencies' names that are words too. */
const noCurrency = new Set(['try', 'mad', 'rand', 'rs', 'lei', 'cad', 'real', 'php'])
const mostOfAmount = 4
/** Fifteen digits, each with marks and what cannot be seen. */
const longestDisguise = 64

/** Runs of digit atoms with at most little punctuation between them. Methods, not closures: one is made for each text. */
class Runs {
  readonly #source: string
  readonly found: Atom[][] = []
  run: Atom[] = []
  /** 'double', 'triple': what comes next counts so often. */
  multiply = 0
  /** Where a word ended that joins what stands about it. */
  joinAt = -1

  constructor(source: string) {
    this.#source = source
  }

  get last(): Atom | undefined {
    return this.run.at(-1)
  }

  close(): void {
    // 'double room, 5 nights': it is not the 5 that is double.
    this.multiply = 0
    if (this.run.length === 0) return
    let digits = 0
    for (const atom of this.run) digits += atom.digits.length
    if (digits >= 7) this.found.push(this.run)
    this.run = []
  }

  /** Ends the run when more than a little punctuation stands before `start`. */
  closeBefore(start: number): void {
    const last = this.last
    if (last === undefined) return
    const from = this.joinAt > last.end ? this.joinAt : last.end
    // One space, or nothing, is what stands there mostly.
    if (start === from || (start === from + 1 && this.#source.charCodeAt(from) === 32)) return
    if (!between.test(this.#source.slice(from, start))) this.close()
  }

  add(atom: Atom): void {
    this.closeBefore(atom.start)
    const before = this.last
    if (this.multiply > 0 && atom.digits.length === 1)
      this.run.push({ ...atom, digits: atom.digits.repeat(this.multiply), word: true, tens: false })
    else if (before !== undefined && atom.word && composes(before, atom)) {
      before.digits = compose(before.digits, atom.digits)
      before.end = atom.end
      before.tens = before.digits.endsWith('0') && before.digits !== '10' && before.digits !== '0'
    } else this.run.push(atom)
    this.multiply = 0
    this.joinAt = -1
  }
}

/** The runs of a text that hold seven digits or more. */
export function digitRuns({ source, list }: Tokens): Atom[][] {
  const runs = new Runs(source)
  const times = timesOf(source)
  let time = 0
  for (let i = 0; i < list.length; i++) {
    const token = list[i]!
    if (token.kind === 'symbol') continue
    if (token.kind === 'number' && noNumber.test(source.slice(token.start, token.end))) {
      runs.close()
      continue
    }
    if (token.kind === 'number' || isDisguisedNumber(source, token, runs.run)) {
      const atoms = atomsOf(source, token)
      for (let k = moneyAtoms(source, atoms); k < atoms.length; k++) {
        const atom = atoms[k]!
        while (time < times.length && times[time]![1] <= atom.start) time++
        if (time < times.length && times[time]![0] < atom.end) {
          runs.close()
          continue
        }
        if (k === atoms.length - 1 && atom.digits.length <= mostOfAmount)
          atom.told = isTold(source, atom, list[i + 1])
        runs.add(atom)
        if (atom.told) runs.close()
      }
      continue
    }
    const { meaning } = token
    if (meaning?.number !== undefined) runs.add(spelledAtom(token, meaning.number))
    else if (meaning?.times !== undefined) {
      const { last } = runs
      if (last !== undefined && !between.test(source.slice(last.end, token.start))) runs.close()
      runs.multiply = meaning.times
      runs.joinAt = token.end
    } else if (meaning !== undefined && (meaning.cues & cue.joins) !== 0 && runs.last?.tens === true)
      runs.joinAt = token.end
    else runs.close()
  }
  runs.close()
  return runs.found
}

/** The place of the last token that begins before `end`, −1 when none does. */
export function tokenBefore(list: readonly Token[], end: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]!.start < end) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The digits of one run that end just at `end`, and where they begin; whether what looks like a name is of a phone. */
export function digitsBefore({ source, list }: Tokens, end: number): { digits: number; start: number } {
  let digits = 0
  let start = end
  for (let i = tokenBefore(list, end); i >= 0; i--) {
    const token = list[i]!
    const { meaning } = token
    const figures =
      token.kind === 'number' || isDisguisedNumber(source, token, [])
        ? atomsOf(source, token).reduce((sum, atom) => sum + atom.digits.length, 0)
        : (meaning?.number?.length ?? (meaning?.times === undefined ? 0 : 1))
    if (figures === 0 || (token.end < start && !between.test(source.slice(token.end, start)))) break
    digits += figures
    start = token.start
  }
  return { digits, start }
}

const spelledAtom = ({ start, end }: Token, digits: string): Atom => ({
  digits,
  start,
  end,
  word: true,
  tens: digits.length === 2 && digits.endsWith('0') && digits !== '10',
  told: false,
})

/** Days and hours: where they begin and end. */
function timesOf(source: string): [number, number][] {
  const found: [number, number][] = []
  if (!perhapsTime.test(source)) return found
  dayOrHour.lastIndex = 0
  for (let match = dayOrHour.exec(source); match !== null; match = dayOrHour.exec(source))
    found.push([match.index, match.index + match[0].length])
  return found
}

/** How many of these atoms are an amount behind a sign of money: '€80', and '€1 500' both; a number may follow. */
function moneyAtoms(source: string, atoms: readonly Atom[]): number {
  const first = atoms[0]
  if (first === undefined || !moneyBefore.test(source.slice(Math.max(0, first.start - 4), first.start)))
    return 0
  let many = 1
  while (
    many < atoms.length &&
    /^(?:[1-9]\d\d|000)$/.test(atoms[many]!.digits) &&
    /^[\s.,']$/u.test(source.slice(atoms[many - 1]!.end, atoms[many]!.start))
  )
    many++
  return many
}

/** Whether what stands behind a short atom says that it is money, an age or a measure. */
function isTold(source: string, { end }: Atom, next: Token | undefined): boolean {
  if (measureBehind.test(source.slice(end, end + 10))) return true
  const meaning: Meaning | undefined = next?.meaning
  if (meaning === undefined || next === undefined || next.start - end > 1) return false
  if ((meaning.cues & (cue.years | cue.yearsAlone)) !== 0) return true
  return meaning.currency !== undefined && !noCurrency.has(source.slice(next.start, next.end).toLowerCase())
}

/** 'thirty' and 'four' are 34; 'soixante' and 'douze' 72; 'quatre' and 'vingt' 80; 'dix' and 'sept' 17. */
function composes(before: Atom, next: Atom): boolean {
  if (!before.word) return false
  const value = Number(next.digits)
  if (before.digits === '4' && next.digits === '20') return true
  if (before.digits === '10') return value >= 7 && value <= 9
  if (!before.tens) return false
  return value > 0 && (value < 10 || ((before.digits === '60' || before.digits === '80') && value < 20))
}

function compose(before: string, next: string): string {
  return before === '4' && next === '20' ? '80' : String(Number(before) + Number(next))
}

/** A word of digits and letters that stand for them, or of such letters within a number. */
function isDisguisedNumber(source: string, { start, end }: Token, run: readonly Atom[]): boolean {
  if (end - start > longestDisguise || !asDigits.test(source.slice(start, end))) return false
  if (holdsDigit(source, start, end)) return true
  // 'O' and 'I' by themselves count only next to digits.
  return run.length > 0 && end - start <= 3 && start - run.at(-1)!.end <= 1
}

/** The digit groups of a token, or the whole of one whose letters stand for digits. */
function atomsOf(source: string, { start, end, kind }: Token): Atom[] {
  const piece = source.slice(start, end)
  if (kind !== 'number') {
    const digits = digitsOf(piece.replace(/[OoОоΟο]/gu, '0').replace(/[IlіІ|]/gu, '1'))
    return [{ digits, start, end, word: false, tens: false, told: false }]
  }
  const atoms: Atom[] = []
  digitGroup.lastIndex = 0
  for (let match = digitGroup.exec(piece); match !== null; match = digitGroup.exec(piece)) {
    const from = start + match.index
    const to = from + match[0].length
    atoms.push({ digits: digitsOf(match[0]), start: from, end: to, word: false, tens: false, told: false })
  }
  return atoms
}
