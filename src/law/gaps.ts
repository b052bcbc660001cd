import type { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import type { Obligation, Treaty } from './catalogue/treaty.ts'
import { factIndex, type FactIndex } from './facts.ts'
import { askTest, type GapResult, type TestAnswer } from './gap-tests.ts'
import { isBound, touching, type Bound } from './membership.ts'
import {
  disclaimer,
  getJurisdiction,
  heldAt,
  isVerified,
  requireLawOn,
  type Cite,
  type Moment,
} from './timeline.ts'

export type Gap = {
  obligation: string
  treaty: string
  article: string
  topic: string
  kind: Obligation['kind']
  strength: Obligation['strength']
  /** What the treaty asks, in our words, and how far that was checked. */
  asks: { paraphrase: string; confidence: Obligation['confidence']; source: string }
  bound: Bound
  /** What the state took back of this very article. */
  reserved: Bound['reservations']
  result: GapResult
  /** Both sides were read in a text. */
  verified: boolean
  tests: TestAnswer[]
  /** Other laws of the catalogue that meet it: examples for reform. */
  metBy: { jurisdiction: string; name: string; legalSystem: string; cite: Cite }[]
}

export type GapsAnswer = {
  jurisdiction: string
  name: string
  on: PlainDate
  catalogueHash: string
  summary: Record<GapResult, number>
  gaps: Gap[]
  disclaimer: string
}

/** From the strongest duty to the weakest. */
export const strengths = ['mandatory', 'mandatory_qualified', 'shall_endeavour', 'shall_consider', 'may']
const worst: GapResult[] = ['missing', 'partly', 'unknown', 'met']

/**
 * What treaties ask of a law and whether, as far as the catalogue knows, it is there. Missing is said only where a
 * text was found not to have it; where nothing was found, the answer is unknown. Strongest duties first.
 */
export function gaps(
  catalogue: Catalogue,
  question: { jurisdiction: string; on: PlainDate; treaty?: string | undefined; examples?: boolean },
): GapsAnswer {
  const jurisdiction = getJurisdiction(catalogue, question.jurisdiction)
  requireLawOn(jurisdiction, question.on)
  const moment = { on: question.on }
  const found = catalogue.treaties
    .filter((treaty) => question.treaty === undefined || treaty.id === question.treaty)
    .flatMap((treaty) =>
      treaty.obligations
        .filter((one) => heldAt(one, moment, treaty.recorded))
        .map((one) => gapOf(catalogue, treaty, one, jurisdiction, moment, question.examples !== false)),
    )
    .sort(
      (a, b) =>
        strengths.indexOf(a.strength) - strengths.indexOf(b.strength) ||
        worst.indexOf(a.result) - worst.indexOf(b.result) ||
        (a.obligation < b.obligation ? -1 : 1),
    )
  const summary = { met: 0, partly: 0, missing: 0, unknown: 0 }
  for (const gap of found) summary[gap.result]++
  return {
    jurisdiction: jurisdiction.id,
    name: jurisdiction.name,
    on: question.on,
    catalogueHash: catalogue.hash,
    summary,
    gaps: found,
    disclaimer,
  }
}

function gapOf(
  catalogue: Catalogue,
  treaty: Treaty,
  obligation: Obligation,
  jurisdiction: Jurisdiction,
  moment: Moment,
  examples: boolean,
): Gap {
  const index = factIndex(catalogue)
  const tests = obligation.tests.map((test) => askTest(test, jurisdiction, moment, index))
  const result = combined(tests.map((one) => one.result))
  const cites = tests.flatMap((one) => one.cites)
  const bound = isBound(catalogue, treaty.id, jurisdiction.id, moment.on)
  const metBy =
    examples && result !== 'met' ? meeting(catalogue, obligation, jurisdiction, moment, index) : []
  return {
    obligation: obligation.id,
    treaty: treaty.id,
    article: obligation.article,
    topic: obligation.topic,
    kind: obligation.kind,
    strength: obligation.strength,
    asks: {
      paraphrase: obligation.paraphrase,
      confidence: obligation.confidence,
      source: treaty.sources[obligation.source]!.text,
    },
    bound,
    reserved: touching(bound, obligation.article),
    result,
    verified: obligation.confidence !== 'draft' && cites.length > 0 && cites.every(isVerified),
    tests,
    metBy,
  }
}

function combined(results: GapResult[]): GapResult {
  if (results.every((one) => one === 'met')) return 'met'
  if (results.every((one) => one === 'missing')) return 'missing'
  if (results.some((one) => one === 'missing' || one === 'partly')) return 'partly'
  return 'unknown'
}

function meeting(
  catalogue: Catalogue,
  obligation: Obligation,
  except: Jurisdiction,
  moment: Moment,
  index: FactIndex,
): Gap['metBy'] {
  const found: Gap['metBy'] = []
  // laws of the same family first: what can be taken over with the fewest changes
  const alike = (one: Jurisdiction): number => Number(one.legalSystem !== except.legalSystem)
  const others = catalogue.jurisdictions.filter((one) => one !== except && !one.invented)
  for (const other of others.toSorted((a, b) => alike(a) - alike(b))) {
    if (found.length >= 3) break
    const tests = obligation.tests.map((test) => askTest(test, other, moment, index))
    const cite = tests.flatMap((one) => one.cites).find(isVerified)
    if (cite && tests.every((one) => one.result === 'met'))
      found.push({ jurisdiction: other.id, name: other.name, legalSystem: other.legalSystem, cite })
  }
  return found
}
