import { z } from 'zod'
import { FamilyLineage } from '../templates/lineage.ts'
import { signAnswers } from '../verdicts/sign-verdicts.store.ts'
import { reviews, verdicts } from '../verdicts/verdict.ts'

/** A reason: a key of the `detect` words with its values, and the same in plain English. */
export const ReasonView = z.object({
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
})

export const VerdictWord = z.enum(verdicts)

export const VerdictView = z.object({
  id: z.string(),
  pattern: z.string(),
  verdict: VerdictWord,
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
  expiresAt: z.string().describe('From then on the pattern is to be looked at again'),
  takenBack: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
  fingerprint: z.string(),
  size: z.number(),
  kinds: z.array(z.string()),
})

/** What a reviewer said of one sign of a pattern. */
export const SignVerdictView = z.object({
  id: z.string(),
  pattern: z.string(),
  sign: z.string(),
  verdict: z.enum(signAnswers),
  reason: z.string().nullable(),
  observations: z.array(z.string()).describe('One post of each wording that was judged'),
  decidedBy: z.string(),
  decidedAt: z.string(),
})

const Taught = z.object({
  holds: z.number().describe('Answers "holds" on different wordings'),
  doesNotHold: z.number(),
  moreHolds: z.number().describe('How many more it takes before anything is said'),
  moreDoesNotHold: z.number(),
})

/** One sign of a pattern: what the rules found, what a reviewer said, what other answers taught. */
const SignView = z.object({
  sign: z.string(),
  indicators: z.array(z.string()),
  wordings: z.number().describe('Wordings in which the rules find it'),
  of: z.number(),
  words: z.array(z.string()).describe('The words by which the rules find it'),
  verdict: SignVerdictView.nullable(),
  learned: z.discriminatedUnion('state', [
    z.object({ state: z.enum(['too-few', 'no-better', 'strange-words', 'unsure']), taught: Taught }),
    z.object({
      state: z.enum(['holds', 'does-not-hold']),
      taught: Taught,
      chance: z
        .number()
        .describe('That the sign holds, scaled on patterns left out; of the sign, never of a post'),
      rules: z.number().describe('What it weighs that the rules find it'),
      weighing: z
        .array(z.object({ words: z.string(), weight: z.number() }))
        .describe('Words that weigh most: above 0 for the sign, below 0 against it'),
    }),
  ]),
})
export type SignView = z.infer<typeof SignView>

export const ReviewState = z.enum(reviews)

/** A division or a joining by a reviewer: what it was done to, who, when and why. */
export const RegroupingView = z.object({
  id: z.string(),
  kind: z.enum(['split', 'merge']),
  patterns: z.array(z.string()),
  into: z.array(z.string()),
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
})
export type RegroupingView = z.infer<typeof RegroupingView>

/** A pattern in a list. */
export const PatternSummary = z.object({
  id: z.string(),
  state: z.enum(['shown', 'not-enough']).describe('not-enough: too little evidence, never an alert'),
  review: ReviewState,
  withinBudget: z.boolean().describe('Among the K open ones that reviewers look at today'),
  p: z.number(),
  q: z.number().describe('False discovery rate among the patterns shown down to this one'),
  kinds: z.array(z.string()).describe('Independent kinds of evidence that were found'),
  size: z.number().describe('Observations'),
  wordings: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
  countries: z.array(z.string()),
  places: z.array(z.string()),
  why: z.array(ReasonView),
  against: z.array(ReasonView),
  notShown: z
    .array(ReasonView)
    .describe('What keeps it from being shown, of the state not-enough; empty for one that is shown'),
  rank: z
    .object({ place: z.number(), why: z.array(ReasonView) })
    .nullable()
    .describe('Its place among those that wait for a verdict, and why; null when it does not wait'),
  changes: z.array(ReasonView).describe('What is new since the newest verdict that stands'),
  made: RegroupingView.nullable().describe('What a reviewer did that made it; null: detection found it so'),
})
export type PatternSummary = z.infer<typeof PatternSummary>

const PartView = z.object({
  kind: z.enum(['constant', 'slot']),
  text: z.string(),
  texts: z.number(),
  fillings: z.array(z.string()),
})
const PieceView = z.object({ part: z.number(), text: z.string(), start: z.number(), end: z.number() })

/** A pattern with everything it rests on. */
export const PatternDetail = PatternSummary.extend({
  run: z.string(),
  asked: z.array(ReasonView).describe('Kinds of evidence that were asked about and not found'),
  lookedFor: z
    .array(ReasonView)
    .describe('What would speak against it, was looked for in its posts and not found'),
  unknown: z
    .array(ReasonView)
    .describe('What would speak for or against it and cannot be known from its posts'),
  signs: z
    .array(ReasonView)
    .describe('Combinations of signs in its wordings against the same site, market, country and month'),
  signsToJudge: z.array(SignView).describe('Each sign, those that the rules find first'),
  identifiers: z.array(
    z.object({
      kind: z.string(),
      value: z.string(),
      posts: z.number(),
      firstAt: z.string(),
      lastAt: z.string(),
    }),
  ),
  templates: z.array(
    z.object({
      edition: z.string(),
      observations: z.number(),
      firstAt: z.string(),
      lastAt: z.string(),
      parts: z.array(PartView),
      aligned: z.array(z.object({ id: z.string(), pieces: z.array(PieceView) })),
      saved: z
        .number()
        .describe('Share of words saved by writing the texts as one template and its fillings'),
    }),
  ),
  timeLine: z.array(z.object({ week: z.string(), market: z.string(), posts: z.number() })),
  lineage: z.array(FamilyLineage).describe('The life of each family of texts: born, changed, moved, died'),
  placesInTime: z.array(
    z.object({
      place: z.string(),
      country: z.string(),
      latitude: z.number().nullable(),
      longitude: z.number().nullable(),
      posts: z.number(),
      firstAt: z.string(),
      lastAt: z.string(),
      markets: z.array(z.string()),
    }),
  ),
  graph: z.object({
    nodes: z.array(
      z.object({ id: z.string(), kind: z.string(), label: z.string(), observations: z.number() }),
    ),
    edges: z.array(z.object({ a: z.string(), b: z.string(), together: z.number(), weight: z.number() })),
  }),
  observationIds: z.array(z.string()),
  observations: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      postedAt: z.string(),
      market: z.string(),
      country: z.string(),
      place: z.string(),
      latitude: z.number().nullable(),
      longitude: z.number().nullable(),
      language: z.string(),
      title: z.string(),
      text: z.string(),
      contact: z.string(),
      edition: z.string(),
      identifiers: z.array(
        z.object({
          kind: z.string(),
          value: z.string(),
          field: z.string(),
          start: z.number(),
          end: z.number(),
        }),
      ),
    }),
  ),
  verdicts: z.array(VerdictView),
  replaced: RegroupingView.nullable().describe('It was divided or joined, and others stand in its place'),
})
export type PatternDetail = z.infer<typeof PatternDetail>
