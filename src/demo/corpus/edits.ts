import { type Random } from '../world/random.ts'
import type { Unit } from './model.ts'
import { drawWord, writeWord } from './vocabulary.ts'

/**
 * Edits each unit with probability `share`: 40 % are left out, 30 % replaced by another word, 15 % get a word before
 * them, 15 % have two letters changed. Two copies of one text so have (1 − share)² of its words in common, and of its
 * pairs of words about (1 − share)⁴. What was filled in is left alone.
 */
export function edit(source: Random, units: readonly Unit[], share: number, code: string): Unit[] {
  const other = (): Unit => ({ text: writeWord(drawWord(source), code) })
  return units.flatMap((unit): Unit[] => {
    if (unit.fixed || !source.chance(share)) return [unit]
    const way = source.next()
    if (way < 0.4) return []
    if (way < 0.7) return [other()]
    if (way < 0.85) return [other(), unit]
    return [{ text: slip(source, unit.text) ?? other().text }]
  })
}

function slip(source: Random, word: string): string | undefined {
  const letters = Array.from(word)
  if (letters.length < 4) return undefined
  const i = 1 + source.below(letters.length - 2)
  letters.splice(i, 2, letters[i + 1]!, letters[i]!)
  return letters.join('')
}
