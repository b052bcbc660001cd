import { phrases, type Pool } from './phrases.ts'
import type { Random } from './random.ts'
import { inSecondLanguage } from './second-language.ts'

/** One line somebody chose to write: which phrase, and which of its wordings. */
export type Line = { pool: Pool; number: number; choices: readonly number[] }

export type Slots = Readonly<Record<string, string>>

/** Words a line: a phrase of the pool and one wording of each alternative. */
export function writeLine(source: Random, pool: Pool): Line {
  const number = source.below(phrases[pool].length)
  const pattern = phrases[pool][number] as string
  const choices = [...pattern.matchAll(/\[([^\]]+)\]/g)].map((match) =>
    source.below(match[1]!.split('|').length),
  )
  return { pool, number, choices }
}

/** Writes a whole text: one line for each pool named, no phrase twice. */
export function writeText(source: Random, pools: readonly Pool[]): Line[] {
  const lines: Line[] = []
  for (const pool of pools) {
    for (let tries = 0; tries < 8; tries++) {
      const line = writeLine(source, pool)
      if (lines.every((other) => other.pool !== line.pool || other.number !== line.number)) {
        lines.push(line)
        break
      }
    }
  }
  return lines
}

/** With this probability a line of one's own is put among the pools, before the last. */
export function withOwn(source: Random, pools: readonly Pool[], probability: number): Pool[] {
  return source.chance(probability) ? [...pools.slice(0, -1), 'own', ...pools.slice(-1)] : [...pools]
}

/** The next version of a text: each line is written anew with this probability, sometimes two change places. */
export function paraphrase(source: Random, lines: readonly Line[], share: number): Line[] {
  const next = lines.map((line) => (source.chance(share) ? writeLine(source, line.pool) : line))
  if (next.length > 3 && source.chance(share)) {
    const i = 1 + source.below(next.length - 2)
    const held = next[i]!
    next[i] = next[i + 1]!
    next[i + 1] = held
  }
  return next
}

/** The line as it is read, in English or the second language. */
export function sayLine(line: Line, slots: Slots, second: boolean): string {
  const pattern = phrases[line.pool][line.number] as string
  if (second) {
    const used = [...pattern.matchAll(/\{(\w+)\}/g)].map(
      (match) => slots[`${match[1]!}2`] ?? slots[match[1]!] ?? '',
    )
    return inSecondLanguage(line.pool, line.number, line.choices, used)
  }
  let turn = 0
  const worded = pattern.replace(
    /\[([^\]]+)\]/g,
    (_, options: string) => options.split('|')[line.choices[turn++] ?? 0] ?? '',
  )
  return worded.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '')
}

export function sayText(lines: readonly Line[], slots: Slots, second: boolean): string {
  return lines.map((line) => sayLine(line, slots, second)).join('. ')
}

/** Misspells words: a letter doubled, dropped, or two changed places. */
export function misspell(source: Random, text: string, probability: number): string {
  if (probability <= 0) return text
  return text.replace(/\p{L}{4,}/gu, (word) => {
    if (!source.chance(probability)) return word
    const letters = Array.from(word)
    const i = 1 + source.below(letters.length - 2)
    const kind = source.below(3)
    if (kind === 0) letters.splice(i, 1)
    else if (kind === 1) letters.splice(i, 0, letters[i]!)
    else letters.splice(i, 2, letters[i + 1]!, letters[i]!)
    return letters.join('')
  })
}

const lookAlikes: Record<string, string> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і', y: 'у' }

/** Puts letters of another script that look alike in some of the words (Unicode TR 39, confusables). */
export function disguise(source: Random, text: string): string {
  return text.replace(/[A-Za-z]{3,}/g, (word) =>
    source.chance(0.35)
      ? word.replace(/[aeopcxiy]/g, (letter) => (source.chance(0.6) ? lookAlikes[letter]! : letter))
      : word,
  )
}
