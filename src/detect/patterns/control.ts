import { signsIn } from '../indicators/signs.ts'
import type { Trace } from './evidence.store.ts'

/** Which signs of control the words of a group support, and in how many of the texts that were read. */
export type Control = {
  p: number
  strength: number
  figures: Record<string, number | string>
}

/**
 * The distinct signs that the texts of a group support. A sign counts when two of the texts have it, so that one odd
 * sentence is none. There is no order in time or place that chance could deal anew: what counts is how usual so many
 * signs are among those who post in the same market (`calibrate`).
 */
export function wordsOfControl(read: readonly Trace[]): Control | undefined {
  const texts = read.flatMap(({ text }) => (text === undefined || text === '' ? [] : [text]))
  if (texts.length < 2) return undefined
  const counts = new Map<string, number>()
  let several = 0
  for (const text of texts) {
    const signs = signsIn(text)
    if (signs.length >= 2) several++
    for (const { sign } of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  const kept = [...counts].filter(([, n]) => n >= 2).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return {
    p: 0,
    strength: kept.length,
    figures: { signs: kept.length, texts: texts.length, several },
  }
}
