import type { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { GapResult } from './gap-tests.ts'
import { gaps, strengths, type Gap } from './gaps.ts'
import { disclaimer } from './timeline.ts'

export type GapMatrixCell = { result: GapResult; bound: Gap['bound']['is']; verified: boolean }

export type GapMatrixAnswer = {
  on: PlainDate
  catalogueHash: string
  jurisdictions: { id: string; name: string }[]
  /** Strongest duties first; `cells` in the order of `jurisdictions`. */
  obligations: (Pick<Gap, 'obligation' | 'treaty' | 'article' | 'strength' | 'kind'> & {
    asks: string
    confidence: Gap['asks']['confidence']
    cells: (GapMatrixCell | null)[]
  })[]
  disclaimer: string
}

/**
 * What treaties ask, against every law that was known on that day: the same answers as `gaps`, side by side. A law
 * of which nothing is known on the day has null in its cells.
 */
export function gapMatrix(
  catalogue: Catalogue,
  question: { on: PlainDate; treaty?: string | undefined },
): GapMatrixAnswer {
  const asked = catalogue.jurisdictions.filter(
    (one) => !one.invented && one.offences.some(({ from }) => from <= question.on),
  )
  const answers = asked.map((one) => gaps(catalogue, { ...question, jurisdiction: one.id, examples: false }))
  const cells = answers.map(
    ({ gaps: found }) =>
      new Map(
        found.map(({ obligation, result, bound, verified }) => [
          obligation,
          { result, bound: bound.is, verified },
        ]),
      ),
  )
  const obligations = (answers[0]?.gaps ?? [])
    .map(({ obligation, treaty, article, strength, kind, asks }) => ({
      obligation,
      treaty,
      article,
      strength,
      kind,
      asks: asks.paraphrase,
      confidence: asks.confidence,
      cells: cells.map((of) => of.get(obligation) ?? null),
    }))
    .sort(
      (a, b) =>
        strengths.indexOf(a.strength) - strengths.indexOf(b.strength) ||
        (a.obligation < b.obligation ? -1 : 1),
    )
  return {
    on: question.on,
    catalogueHash: catalogue.hash,
    jurisdictions: asked.map(({ id, name }) => ({ id, name })),
    obligations,
    disclaimer,
  }
}
