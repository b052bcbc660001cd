import { cue } from './lexicon.ts'
import type { Mention } from './mentions.ts'
import { digitsOf, type Token, type Tokens } from './tokens.ts'

const youngest = 10
const oldest = 99
const glued = /^(\d{2})(yo|yr|yrs|y|ans|años)$/iu

/**
 * Ages that are stated: '25 years old', 'aged 18 to 25', 'age: 30', '25 ans', '22 años', 'عمري 25', '18-25 years old'.
 * Years of experience, of a contract, or since something, are none. Values: '25', '18-25'.
 */
export function ages({ source, list, cues }: Tokens): Mention[] {
  if (
    (cues & (cue.years | cue.yearsAlone | cue.ageAfter | cue.ageBefore)) === 0 &&
    !/\d{2}\s?y/i.test(source)
  )
    return []
  const found: Mention[] = []
  for (let i = 0; i < list.length; i++) {
    const token = list[i]!
    const stuck = token.kind === 'word' ? glued.exec(source.slice(token.start, token.end)) : null
    if (token.kind !== 'number' && stuck === null) continue
    let values = stuck === null ? valuesOf(source.slice(token.start, token.end)) : [Number(stuck[1])]
    if (values === undefined) continue
    let { end } = token
    let last = i
    // '18 to 25', '18 à 25'
    const to = list[i + 2]
    if (values.length === 1 && to?.kind === 'number' && has(list[i + 1], cue.to)) {
      const more = valuesOf(source.slice(to.start, to.end))
      if (more?.length === 1) {
        values = [...values, ...more]
        end = to.end
        last = i + 2
      }
    }
    if (
      values.some((age) => age < youngest || age > oldest) ||
      (values.length === 2 && values[0]! >= values[1]!)
    )
      continue
    const stated = stateAfter(source, list, last, end, stuck !== null && !/^ans|^años/i.test(stuck[2]!))
    const before = aged(source, list, i)
    if (stated === 'none' || (stated === undefined && !before)) continue
    found.push({
      kind: 'age',
      value: values.join('-'),
      start: token.start,
      end: typeof stated === 'number' ? stated : end,
    })
    i = last
  }
  return found
}

function has(token: Token | undefined, cues: number): boolean {
  return token?.meaning !== undefined && (token.meaning.cues & cues) !== 0
}

function valuesOf(piece: string): number[] | undefined {
  const match = /^(\p{Nd}{2})(?:\s?[-–/]\s?(\p{Nd}{2}))?$/u.exec(piece)
  return match
    ?.slice(1)
    .filter((part) => part !== undefined)
    .map((part) => Number(digitsOf(part)))
}

/** Where the words of years end; 'none' when they are of something else; undefined when there are none. */
function stateAfter(
  source: string,
  list: readonly Token[],
  last: number,
  end: number,
  stuck: boolean,
): number | 'none' | undefined {
  let j = last + 1
  const next = list[j]
  const near = next !== undefined && /^[\s-]{0,2}$/.test(source.slice(end, next.start))
  const alone = near && has(next, cue.yearsAlone)
  const years = near && has(next, cue.years)
  if (stuck) return has(next, cue.noAge) ? 'none' : end
  // '25 y/o'
  if (near && source.slice(next.start, next.start + 3).toLowerCase() === 'y/o') return next.start + 3
  if (!alone && !years) return near && has(next, cue.ageAfter) ? next.end : undefined
  j++
  const after = list[j]
  if (has(after, cue.noAge)) return 'none'
  // 'de' and "d'" stand before what the years are of.
  if (
    alone &&
    after !== undefined &&
    /^d(?:e\b|['’])/iu.test(source.slice(after.start, after.start + 3)) &&
    !has(list[j + 1], cue.ageBefore)
  )
    return 'none'
  if (years) return has(after, cue.ageAfter) ? after!.end : undefined
  // 'depuis 20 ans', 'hace 10 años', 'منذ 10 سنوات'
  for (let k = last - 1; k >= 0 && k >= last - 4; k--) {
    if (/[.!?,;\n]/.test(source.slice(list[k]!.end, list[k + 1]!.start))) break
    if (has(list[k], cue.noAge)) return 'none'
  }
  return next!.end
}

/** 'aged', 'age:', 'edad', 'عمري' right before, or before 'from', 'de', 'between'. */
function aged(source: string, list: readonly Token[], i: number): boolean {
  for (let j = i - 1; j >= 0 && j >= i - 2; j--) {
    if (/[.!?;\n]/.test(source.slice(list[j]!.end, list[j + 1]!.start))) return false
    if (has(list[j], cue.ageBefore)) return true
  }
  return false
}
