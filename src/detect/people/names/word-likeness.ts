import type { Name, NameWord } from './read-name.ts'
import { areForms } from './word-lists.ts'

const vowels = 'aeiouy'
/** Letters that romanisations and ears take for one another. */
const kin = ['bpv', 'dt', 'gkqcxh', 'szcxj', 'vwfu', 'jyig', 'mn', 'lr', 'ckqx', 'sz', 'zjd', 'ph', 'gj', 'td'] // prettier-ignore

const close = new Set<string>()
for (const letters of kin) for (const a of letters) for (const b of letters) if (a !== b) close.add(a + b)

const dropCost = (text: string, i: number): number => {
  const letter = text[i]!
  if (letter === text[i - 1]) return 0.35
  if (letter === 'h') return 0.45
  return vowels.includes(letter) ? 0.7 : 1
}

const changeCost = (a: string, b: string): number => {
  if (a === b) return 0
  if (vowels.includes(a) && vowels.includes(b)) return 0.6
  return close.has(a + b) ? 0.6 : 1
}

/**
 * What it costs to turn one word into the other, letter by letter; letters that sound alike cost less. Symmetric.
 * `plainCosts`: every change costs one (scripts whose signs are syllables).
 */
export function wordCost(a: string, b: string, plainCosts = false): number {
  if (a === b) return 0
  const width = b.length + 1
  const drop = plainCosts ? () => 1 : dropCost
  const change = plainCosts ? (x: string, y: string) => (x === y ? 0 : 1) : changeCost
  let before: number[] = []
  let last = [0]
  for (let j = 1; j < width; j++) last[j] = last[j - 1]! + drop(b, j - 1)
  for (let i = 1; i <= a.length; i++) {
    const row = [last[0]! + drop(a, i - 1)]
    for (let j = 1; j < width; j++) {
      let cost = Math.min(
        last[j]! + drop(a, i - 1),
        row[j - 1]! + drop(b, j - 1),
        last[j - 1]! + change(a[i - 1]!, b[j - 1]!),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 0.8)
      row[j] = cost
    }
    before = last
    last = row
  }
  return last[width - 1]!
}

/** Consonants by sound alone, for words of which one script writes no vowels or other sounds. */
function skeleton(text: string): string {
  return text
    .replace(/sh|ch|zh|j/g, 's')
    .replace(/th|dh/g, 't')
    .replace(/kh|gh|ck|q|g|c|x/g, 'k')
    .replace(/ph|p|v|f/g, 'b')
    .replace(/z/g, 's')
    .replace(/d/g, 't')
    .replace(/[aeiouywh]/g, '')
    .replace(/(.)\1+/g, '$1')
}

/** How alike two words (or runs of words written together) are, 0 to 1, and in which way. */
export type Likeness = { value: number; way: 'equal' | 'form' | 'initial' | 'letters' | 'sound' | 'number' }

/** The likeness of two words of two names. */
export function wordLikeness(a: NameWord, b: NameWord, one: Name, two: Name): Likeness {
  if (a.kind === 'number' || b.kind === 'number') {
    if (a.kind === b.kind) return { value: a.stands === b.stands ? 1 : 0.3, way: 'number' }
  }
  if (a.kind === 'legal' && b.kind === 'legal')
    return {
      value: a.text === b.text ? 1 : a.stands === b.stands ? 0.97 : 0.2,
      way: a.text === b.text ? 'equal' : 'form',
    }
  if (a.kind === 'initial' || b.kind === 'initial') {
    if (a.text === b.text) return { value: 1, way: 'equal' }
    const same = a.text[0] === b.text[0] && (a.kind === 'name' || b.kind === 'name')
    return { value: same ? 0.8 : 0, way: 'initial' }
  }
  return runLikeness(a.text, b.text, a.raw, b.raw, one, two)
}

export function runLikeness(
  a: string,
  b: string,
  rawA: string,
  rawB: string,
  one: Name,
  two: Name,
): Likeness {
  if (one.script === 'syllabic' && two.script === 'syllabic') {
    if (rawA === rawB) return { value: 1, way: 'equal' }
    return { value: 1 - wordCost(rawA, rawB, true) / Math.max(rawA.length, rawB.length), way: 'letters' }
  }
  if (a === b) return { value: 1, way: 'equal' }
  const longest = Math.max(a.length, b.length)
  const letters = Math.max(0, 1 - wordCost(a, b) / longest)
  if (letters < 0.9 && areForms(a, b)) return { value: 0.9, way: 'form' }
  if (one.script !== two.script) {
    const boneA = skeleton(a)
    const boneB = skeleton(b)
    const bones = Math.max(boneA.length, boneB.length)
    const alike = bones === 0 ? 0 : 0.96 * (1 - wordCost(boneA, boneB, true) / bones)
    // Where both scripts write vowels, they count too.
    const vowelled = one.script !== 'consonantal' && two.script !== 'consonantal'
    const sound = vowelled ? 0.6 * alike + 0.4 * letters : alike
    if (sound > letters) return { value: sound, way: 'sound' }
  }
  return { value: letters, way: 'letters' }
}
