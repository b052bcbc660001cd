import { level } from './fields.ts'
import type { Weigher } from './weigh.ts'

/** Bits that the other fields must say before a pair teaches. */
const sure = 5
/** As many persons must show two forms side by side. */
const leastShown = 3
/** And so many times more often than chance would. */
const leastLift = 12

/**
 * Learns which forms stand for each other (short forms of a name, a town and its district) from pairs that the other
 * fields make sure of. A form pair counts once per surname or date, so that one person with twenty records teaches
 * once. Answers how many were added.
 */
export function learnEquivalents(weigher: Weigher, pairs: Float64Array): number {
  const { comparison } = weigher
  const { rows, columns } = comparison.table
  const steps = new Uint8Array(columns.length)
  const learning = columns.map((_, c) => c).filter((c) => columns[c]!.rule.learns)
  const shown = learning.map(() => new Map<number, Set<number>>())
  const contexts = learning.map(() => new Set<number>())
  const birth = columns.findIndex(({ rule }) => rule.kind === 'birthDate')
  const surname = columns.findIndex(({ rule }) => rule.kind === 'surname')
  for (const pair of pairs) {
    const i = Math.floor(pair / rows)
    const j = pair - i * rows
    comparison.levelsOf(i, j, steps)
    let bits = weigher.prior
    for (let c = 0; c < columns.length; c++) bits += weigher.ofColumn(c, steps, columns[c]!.of[i]!)
    for (let l = 0; l < learning.length; l++) {
      const c = learning[l]!
      const step = steps[c]!
      if (step === level.unknown) continue
      const a = columns[c]!.of[i]!
      const b = columns[c]!.of[j]!
      if (bits - weigher.ofColumn(c, steps, a) < sure) continue
      const own = surname >= 0 && surname !== c ? columns[surname]!.of[i]! : -1
      const context = own * 1e6 + (birth >= 0 ? columns[birth]!.of[i]! : -1)
      contexts[l]!.add(context)
      if (a === b || step === level.swapped) continue
      const key = Math.min(a, b) * columns[c]!.forms.length + Math.max(a, b)
      const set = shown[l]!.get(key)
      if (set === undefined) shown[l]!.set(key, new Set([context]))
      else if (set.size < 64) set.add(context)
    }
  }
  let added = 0
  learning.forEach((c, l) => {
    const { forms, counts, present } = columns[c]!
    const sampled = contexts[l]!.size
    for (const [key, set] of shown[l]!) {
      if (set.size < leastShown) continue
      const a = Math.floor(key / forms.length)
      const b = key - a * forms.length
      const expected = (sampled * 2 * counts[a]! * counts[b]!) / (present * present)
      if (set.size / expected < leastLift || comparison.equivalents[c]!.has(key)) continue
      comparison.equivalents[c]!.add(key)
      added++
    }
  })
  comparison.forget()
  return added
}
