import type { Corpus } from '#platform/corpus'
import { groupTexts, type Rows } from './group-texts.ts'
import { type Gathered, gatherTexts } from './templates.store.ts'

/** Groups of signature numbers, ascending; two or more in each. */
export type TemplateGroups = {
  /** Written after one model. */
  templates: number[][]
  /** One text but for slips and what is filled in; an edition may stand in one template only in part. */
  editions: number[][]
}

export type FindOptions = {
  signal?: AbortSignal | undefined
  /** Told of each step when it is done. */
  onStep?: ((step: string) => void) | undefined
}

/**
 * The templates among the observations that have a signature. The result depends on what the texts say only, not on
 * the order in which they came.
 */
export async function findTemplates(
  corpus: Corpus,
  { signal, onStep }: FindOptions = {},
): Promise<TemplateGroups> {
  const gathered = await gatherTexts(corpus)
  onStep?.('gather')
  const groups = await groupTexts(gathered.texts, { signal, onStep })
  return {
    templates: numbersOf(gathered, groups.templates),
    editions: numbersOf(gathered, groups.editions),
  }
}

/** The observations of each group of distinct texts; a text of its own that several observations say is a group too. */
function numbersOf({ texts, numbers, rows }: Gathered, groups: readonly Rows[]): number[][] {
  const starts = new Uint32Array(texts.count + 1)
  for (const row of rows) starts[row + 1]!++
  for (let row = 0; row < texts.count; row++) starts[row + 1]! += starts[row]!
  const places = starts.slice()
  const byText = new Uint32Array(rows.length)
  rows.forEach((row, i) => {
    byText[places[row]!++] = numbers[i]!
  })
  const grouped = new Uint8Array(texts.count)
  const made: number[][] = []
  const add = (some: Iterable<number>): void => {
    const members: number[] = []
    for (const row of some) {
      grouped[row] = 1
      for (let i = starts[row]!; i < starts[row + 1]!; i++) members.push(byText[i]!)
    }
    made.push(members.sort((a, b) => a - b))
  }
  for (const group of groups) add(group)
  for (let row = 0; row < texts.count; row++)
    if (grouped[row] === 0 && starts[row + 1]! - starts[row]! > 1) add([row])
  return made.sort((a, b) => a[0]! - b[0]!)
}
