import { random, type Random } from '../world/random.ts'
import { getLanguage } from './languages.ts'
import { spell, syllables } from './scripts.ts'

/** Words of a language, the commonest first: those of the language, then invented ones. */
const size = 8000
/** Wordings of one word: itself and two that mean the same. */
const wordings = 3

const made: number[][] = []

/** The syllables of invented word `number`: the same in every language, which is what a transliteration is. */
function inventedWord(number: number): readonly number[] {
  if (made.length === 0) {
    const source = random('corpus/words')
    for (let i = 0; i < size * wordings; i++)
      made.push(Array.from({ length: source.between(2, 4) }, () => source.below(syllables)))
  }
  return made[number]!
}

/** A word by its rank, or `wording` 1 or 2: another that means the same. */
export type Word = { rank: number; wording: number }

/** Draws a word: the r-th commonest with a probability of about 1/r (Zipf). */
export function drawWord(source: Random): Word {
  return { rank: Math.floor(Math.exp(source.next() * Math.log(size))) - 1, wording: 0 }
}

export function writeWord({ rank, wording }: Word, code: string): string {
  const { script, words } = getLanguage(code)
  if (wording === 0 && rank < words.length) return words[rank]!
  return spell(inventedWord(rank + wording * size), script)
}

/** Another wording of the word. */
export function otherWording(source: Random, word: Word): Word {
  return { rank: word.rank, wording: (word.wording + source.between(1, wordings - 1)) % wordings }
}

/** A name of a person or place, in the script of a language. */
export function writeName(number: number, code: string): string {
  const name = spell(inventedWord(size + number), getLanguage(code).script)
  return name[0]!.toUpperCase() + name.slice(1)
}
