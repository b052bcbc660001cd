import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { identityForms } from './identity.ts'
import { type Token, tokens } from './tokens.ts'

/** One way to say a sign: in one sentence a term of each list, and none of `not`. */
const Rule = z.object({ all: z.array(z.array(z.string()).min(1)).min(1), not: z.array(z.string()) })

export const SignWords = z.object({
  about: z.string(),
  version: z.number(),
  licence: z.string(),
  signs: z.array(
    z.object({
      id: z.string(),
      indicators: z.array(z.string()).min(1),
      rules: z.record(z.string(), z.array(Rule)),
    }),
  ),
})
export type SignWords = z.infer<typeof SignWords>

/** A sign that a text supports, with the words it was read from. */
export type FoundSign = {
  sign: string
  indicators: readonly string[]
  spans: { start: number; end: number }[]
}

/** Where a term stands: a list of a rule, or −1 for what the rule must not have. */
type Use = { rule: number; list: number }
/** A term cut into words: `loose` where any ending fits. */
type Term = { words: { form: string; loose: boolean }[]; uses: Use[] }
type Compiled = {
  words: SignWords
  rules: { sign: number; lists: number }[]
  /** Terms by their first word; those with a loose one by its first two letters. */
  exact: Map<string, Term[]>
  loose: Map<string, Term[]>
}

let loaded: Compiled | undefined

/** The signs with their words, from `data/detect/indicator-words.json`. */
export function signWords(): SignWords {
  return compiled().words
}

function compiled(): Compiled {
  if (loaded !== undefined) return loaded
  const file = new URL('../../../data/detect/indicator-words.json', import.meta.url)
  const words = SignWords.parse(JSON.parse(readFileSync(file, 'utf8')))
  const terms = new Map<string, Term>()
  const rules: Compiled['rules'] = []
  words.signs.forEach(({ rules: byLanguage }, sign) => {
    for (const { all, not } of Object.values(byLanguage).flat()) {
      const rule = rules.length
      rules.push({ sign, lists: all.length })
      const lists = [...all.map((list, i) => [i, list] as const), [-1, not] as const]
      for (const [list, written] of lists)
        for (const one of written) {
          const known = terms.get(one) ?? { words: cut(one), uses: [] }
          known.uses.push({ rule, list })
          terms.set(one, known)
        }
    }
  })
  const exact = new Map<string, Term[]>()
  const loose = new Map<string, Term[]>()
  for (const term of terms.values()) {
    const first = term.words[0]!
    const [index, key] = first.loose ? [loose, beginning(first.form)] : [exact, first.form]
    index.set(key, [...(index.get(key) ?? []), term])
  }
  return (loaded = { words, rules, exact, loose })
}

const beginning = (form: string): string => form.slice(0, 2)

function cut(written: string): Term['words'] {
  return written.split(' ').map((word) => ({
    form: asCompared(tokens(word.replace('*', ''))[0]?.form ?? word),
    loose: word.endsWith('*'),
  }))
}

/** Arabic writes and, the, in and for together with the word. */
const prefixed = /^(?:[وفبلك]?ال|[وفبلك])(?=[\u0600-\u06ff]{3})/u

function fits(token: string, { form, loose }: { form: string; loose: boolean }): boolean {
  return loose ? token.startsWith(form) : token === form
}

type Span = { start: number; end: number }
type Read = Token & { bare: string }

/** The signs that a text supports. Whichever language it is in: a word list speaks for itself. */
export function signsIn(text: string): FoundSign[] {
  const { words, rules, exact, loose } = compiled()
  const read: Read[] = tokens(text).map((token) => {
    const form = asCompared(token.form)
    return { ...token, form, bare: form === token.form ? asCompared(withoutPrefix(form)) : form }
  })
  const found = new Map<number, FoundSign>()
  // The first span of each list of each rule that was met in this sentence.
  let met = new Map<number, Map<number, Span>>()
  const endSentence = (): void => {
    for (const [rule, lists] of met) {
      const { sign, lists: wanted } = rules[rule]!
      if (lists.has(-1) || lists.size < wanted) continue
      const spans = [...lists].sort(([a], [b]) => a - b).map(([, span]) => span)
      const known = found.get(sign)
      const { id, indicators } = words.signs[sign]!
      if (known === undefined) found.set(sign, { sign: id, indicators, spans })
      else known.spans.push(...spans)
    }
    if (met.size > 0) met = new Map()
  }
  const look = (at: number, terms: readonly Term[] | undefined): void => {
    for (const { words: parts, uses } of terms ?? []) {
      if (!standsAt(read, at, parts)) continue
      const span = { start: read[at]!.start, end: read[at + parts.length - 1]!.end }
      for (const { rule, list } of uses) {
        const lists = met.get(rule) ?? new Map<number, Span>()
        met.set(rule, lists)
        if (!lists.has(list)) lists.set(list, span)
      }
    }
  }
  read.forEach(({ form, bare, sentence }, i) => {
    if (i > 0 && sentence !== read[i - 1]!.sentence) endSentence()
    look(i, exact.get(form))
    look(i, loose.get(beginning(form)))
    if (bare === form) return
    look(i, exact.get(bare))
    look(i, loose.get(beginning(bare)))
  })
  endSentence()
  return [...found].sort(([a], [b]) => a - b).map(([, sign]) => sign)
}

/** A word as lists of words are compared. */
export const foldWord = (word: string): string => tokens(word)[0]?.form ?? word

/** Whoever is named, it reads the same. */
const asCompared = (form: string): string => identityForms(foldWord).get(form) ?? form

/** An Arabic word without and, the, in and for. */
export function withoutPrefix(form: string): string {
  return form.charCodeAt(0) >= 0x600 && form.charCodeAt(0) <= 0x6ff ? form.replace(prefixed, '') : form
}

function standsAt(read: readonly Read[], at: number, parts: Term['words']): boolean {
  const { sentence } = read[at]!
  return parts.every((part, k) => {
    const token = read[at + k]
    if (token === undefined || token.sentence !== sentence) return false
    return fits(token.form, part) || (token.bare !== token.form && fits(token.bare, part))
  })
}
