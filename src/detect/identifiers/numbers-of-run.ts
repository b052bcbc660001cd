import type { Atom } from './digit-runs.ts'

const fewest = 7
const most = 15
/** More digits in a line are a table, where every stop parts. */
const longestLine = 45
/** Where one number ends and another, or something else, begins; unless the same stands between all groups. */
const stop = /[,|;]|\s\/\s|[.!?]\s|\s[.!?]/u

/** Whether a plan of numbers has these groups. */
export interface Plan {
  has(part: readonly Atom[]): boolean
  /** Whether any plan is known for what begins so. */
  isThere(part: readonly Atom[]): boolean
}

function digitsIn(atoms: readonly Atom[]): number {
  let digits = 0
  for (const atom of atoms) digits += atom.digits.length
  return digits
}

function gapBefore(source: string, atoms: readonly Atom[], i: number): string {
  return source.slice(atoms[i - 1]!.end, atoms[i]!.start)
}

/**
 * Cuts a run into numbers. Where `plan` has a number, what stands beside it without a word (an age, a price) is found by
 * what is left being one.
 */
export function numbersOf(source: string, run: readonly Atom[], plan: Plan): (readonly Atom[])[] {
  const numbers: (readonly Atom[])[] = []
  for (const line of linesOf(source, run))
    for (const part of partsOf(source, line)) {
      const plain = part.at(-1)!.told && !plan.has(part) ? part.slice(0, -1) : part
      for (const one of twins(source, plain)) addKnown(source, one, plan, numbers)
    }
  return numbers
}

/** A plus or a new line parts whatever stands beside it. */
function linesOf(source: string, run: readonly Atom[]): (readonly Atom[])[] {
  const lines: (readonly Atom[])[] = []
  let from = 0
  for (let i = 1; i < run.length; i++) {
    const gap = gapBefore(source, run, i)
    if (!gap.includes('+') && !gap.includes('\n')) continue
    lines.push(run.slice(from, i))
    from = i
  }
  lines.push(from === 0 ? run : run.slice(from))
  return lines
}

function partsOf(source: string, line: readonly Atom[]): (readonly Atom[])[] {
  if (line.length === 1) return [line]
  if (digitsIn(line) <= most) return cutLine(source, line)
  return twins(source, line).flatMap((half) => cutLine(source, half))
}

/** At a stop beside what is long enough, or where it is too long for one. */
function cutLine(source: string, line: readonly Atom[]): Atom[][] {
  const gaps = ['']
  const counts = new Map<string, number>()
  for (let i = 1; i < line.length; i++) {
    const gap = gapBefore(source, line, i)
    gaps.push(gap)
    counts.set(gap, (counts.get(gap) ?? 0) + 1)
  }
  const parts: Atom[][] = []
  let part: Atom[] = []
  let sofar = 0
  const all = digitsIn(line)
  let rest = all
  for (let i = 0; i < line.length; i++) {
    const atom = line[i]!
    const gap = gaps[i]!
    if (
      part.length > 0 &&
      (sofar + atom.digits.length > most ||
        ((sofar >= fewest || rest >= fewest || all > longestLine) &&
          stop.test(gap) &&
          stops(
            all <= longestLine && isTypical(counts.get(gap)!, gaps.length),
            gap,
            part,
            atom,
            sofar,
            rest,
          )) ||
        (gap !== '' && endsHere(part, sofar, atom)))
    ) {
      parts.push(part)
      part = []
      sofar = 0
    }
    part.push(atom)
    sofar += atom.digits.length
    rest -= atom.digits.length
  }
  parts.push(part)
  return parts
}

/** What stands between groups all along parts none. */
const isTypical = (count: number, groups: number): boolean => count > 1 && count * 3 >= groups

/** Whether a stop parts a number from what stands beside it. */
function stops(
  typical: boolean,
  gap: string,
  part: readonly Atom[],
  atom: Atom,
  sofar: number,
  rest: number,
): boolean {
  if (typical) return false
  // 'between nine and five. zero six …': a sentence ended. In 'zero six, one two' none did.
  if (part.at(-1)!.word && atom.word && (sofar < fewest || rest < fewest))
    return part.length === 1 && /[.!?]\s/u.test(gap)
  return true
}

/** A number in one piece ends where it ends, and one that begins with 0 begins there: '25 0700900123', '0700900123 25'. */
function endsHere(part: readonly Atom[], sofar: number, atom: Atom): boolean {
  const last = part.at(-1)!
  const before = last.word ? 0 : last.digits.length
  const next = atom.word ? 0 : atom.digits.length
  if (before >= fewest && next >= fewest) return true
  if (before >= 9 && (sofar >= 10 || part[0]!.digits.startsWith('0'))) return true
  return next >= 9 && atom.digits[0] === '0' && atom.digits[1] !== '0' && sofar <= 4 && sofar > 1
}

/** '555 0100 555 0123': the same groups twice, each long enough, are two numbers. */
function twins(source: string, part: readonly Atom[]): (readonly Atom[])[] {
  const half = part.length / 2
  if (part.length % 2 === 1 || part.length === 0 || digitsIn(part) < fewest * 2) return [part]
  const [one, other] = [part.slice(0, half), part.slice(half)]
  if (!one.every(({ digits, word }, i) => !word && digits.length === other[i]!.digits.length)) return [part]
  // All groups alike say nothing where it may be one: '12 34 56 78 90 12 34'.
  if (
    half > 1 &&
    digitsIn(part) <= most &&
    one.every(({ digits }) => digits.length === one[0]!.digits.length)
  )
    return [part]
  return [one, other]
}

const mostBeside = 4

/** Adds what a plan has among the groups, or all of them where it has none. */
function addKnown(source: string, part: readonly Atom[], plan: Plan, numbers: (readonly Atom[])[]): void {
  const digits = digitsIn(part)
  // Two number words in prose ('one two') are no phone; what is made of words must be long.
  if (digits < fewest || (part.length < 4 && part.some(({ word }) => word))) return
  if (part.length > 1 && digits > fewest && plan.isThere(part) && !plan.has(part))
    // The most digits first.
    for (let without = 1; without <= 3 && without < part.length; without++)
      for (let front = 0; front <= without; front++) {
        const to = part.length - (without - front)
        if (!isApart(source, part, front) || !isApart(source, part, to)) continue
        const own = part.slice(front, to)
        if (digitsIn(own) < fewest) continue
        if (digitsIn(part.slice(0, front)) > mostBeside || digitsIn(part.slice(to)) > mostBeside) continue
        if (plan.has(own)) {
          numbers.push(own)
          return
        }
      }
  numbers.push(part)
}

/** Whether what stands before this place can part two things: more than a hyphen or a point. */
function isApart(source: string, part: readonly Atom[], place: number): boolean {
  return place === 0 || place === part.length || /[\s,|/]/u.test(gapBefore(source, part, place))
}
