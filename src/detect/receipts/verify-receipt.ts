import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { Rate, recallCalibration, weightOf } from '../patterns/calibrate.ts'
import { counterEvidence } from '../patterns/counter-evidence.ts'
import { graphSettings } from '../patterns/evidence-graph.ts'
import { findings } from '../patterns/evidence.ts'
import type { Trace } from '../patterns/evidence.store.ts'
import { patternSettings } from '../patterns/find-patterns.ts'
import { hashOfWording, type ReadAgain, readAgain } from './read-again.store.ts'
import { engineVersion, hashOfThing, isAsSigned, type PatternReceipt } from './receipt.ts'

/** Something that is not as the receipt says: what, of which observation or figure, then and now. */
export type Difference = {
  what: 'signature' | 'key' | 'observation-gone' | 'observation-changed' | 'reading' | 'wording' | 'figure'
  of: string
  was: string
  now: string
}

export type Verified = {
  pattern: string
  same: boolean
  /** The first hundred; `count` says how many there are. */
  differences: Difference[]
  count: number
  engine: { was: string; now: string }
  observations: number
  key: string
}

const most = 100

/**
 * Computes a receipt again from the observations as they stand now: each is read anew, the evidence is asked anew of them
 * alone. What only the whole run can know (how usual a kind of evidence is, the false discovery rate) is taken from the
 * receipt; whether the rest follows from it is computed. `pinned`: the key that must have signed it.
 */
export async function verifyPatternReceipt(
  corpus: Corpus,
  receipt: PatternReceipt,
  pinned?: string,
): Promise<Verified> {
  const differences: Difference[] = []
  const differ = (what: Difference['what'], of: string, was: unknown, now: unknown): void => {
    differences.push({ what, of, was: say(was), now: say(now) })
  }
  if (!isAsSigned(receipt)) differ('signature', receipt.pattern, 'signed', 'altered since')
  if (pinned !== undefined && pinned !== receipt.key) differ('key', receipt.pattern, pinned, receipt.key)
  const read = await readAgain(
    corpus,
    receipt.observations.map(({ id }) => id),
  )
  const shared = new Set(receipt.things)
  const own: Trace[] = []
  const byEdition = new Map<string, ReadAgain[]>()
  for (const line of receipt.observations) {
    const ad = read.get(line.id)
    if (ad === undefined) {
      differ('observation-gone', line.id, 'there', 'not there')
      continue
    }
    if (ad.sha256 !== line.sha256) differ('observation-changed', line.id, line.sha256, ad.sha256)
    const editions = line.things
      .map((i) => receipt.things[i] ?? '')
      .filter((thing) => thing.startsWith('edition '))
    const then = line.things
      .map((i) => receipt.things[i] ?? `${i}`)
      .filter((thing) => !thing.startsWith('edition '))
    // Of one that shows very many things only some were taken.
    const those = then.length < graphSettings.mostThings ? shared : new Set(then)
    const identifiers = ad.identifiers.filter((thing) => those.has(hashOfThing(thing)))
    const now = identifiers.map(hashOfThing)
    if (!isDeepStrictEqual(then.toSorted(), now.toSorted())) differ('reading', line.id, then, now)
    for (const edition of editions) byEdition.set(edition, [...(byEdition.get(edition) ?? []), ad])
    own.push({ ...ad.trace, number: 0, things: [...identifiers, ...editions].sort() })
  }
  for (const { edition, sha256 } of receipt.wordings) {
    const now = hashOfWording(byEdition.get(`edition ${edition}`) ?? [])
    if (now !== sha256) differ('wording', edition, sha256, now)
  }
  weighAgain(receipt, own, differ)
  return {
    pattern: receipt.pattern,
    same: differences.length === 0,
    differences: differences.slice(0, most),
    count: differences.length,
    engine: { was: receipt.engine, now: engineVersion },
    observations: receipt.observations.length,
    key: receipt.key,
  }
}

/**
 * The same for whoever asks from outside: only what this house signed is computed. What anybody may write could claim any
 * figure that cannot be told from its observations, and cost hours.
 */
export async function verifyOwnReceipt(
  corpus: Corpus,
  receipt: PatternReceipt,
  ownKey: string,
): Promise<Verified & { signedHere: boolean }> {
  const { pattern, key } = receipt
  const differences: Difference[] = []
  if (!isAsSigned(receipt))
    differences.push({ what: 'signature', of: pattern, was: 'signed', now: 'altered since' })
  if (key !== ownKey) differences.push({ what: 'key', of: pattern, was: ownKey, now: key })
  if (differences.length === 0)
    return { ...(await verifyPatternReceipt(corpus, receipt, ownKey)), signedHere: true }
  return {
    pattern,
    same: false,
    differences,
    count: differences.length,
    engine: { was: receipt.engine, now: engineVersion },
    observations: receipt.observations.length,
    key,
    signedHere: false,
  }
}

/** How usual each kind of evidence was in the run. */
const Told = z.object({ patterns: z.object({ rates: z.array(Rate) }) })

function weighAgain(
  { result, run, made }: PatternReceipt,
  own: readonly Trace[],
  differ: (what: 'figure', of: string, then: unknown, now: unknown) => void,
): void {
  const check = (of: string, then: unknown, now: unknown): void => {
    if (!isDeepStrictEqual(then, now)) differ('figure', of, then, now)
  }
  const known = new Map(result.findings.map((finding) => [finding.kind, finding]))
  const now = findings(own).map((finding) => {
    const usual = known.get(finding.kind)?.usual ?? 0
    return { ...finding, usual, p: weightOf(finding, usual) }
  })
  check('kinds of evidence that could be asked', [...known.keys()].sort(), now.map(({ kind }) => kind).sort())
  for (const finding of now) {
    const then = known.get(finding.kind)
    if (then === undefined) continue
    for (const figure of ['chance', 'strength', 'p', 'figures'] as const)
      check(`${finding.kind}: ${figure}`, then[figure], finding[figure])
  }
  const strong = now.filter(({ p }) => p <= patternSettings.kind).map(({ kind }) => kind)
  check('kinds of evidence that were found', result.kinds.toSorted(), strong.toSorted())
  // What a reviewer divided or joined keeps the p of where it came from.
  const told = Told.safeParse(run.parameters)
  if (made === null && told.success) {
    const p = recallCalibration(told.data.patterns.rates).combine({
      things: [],
      traces: [...own],
      findings: now,
    })
    if (Math.abs(p - result.p) > 1e-12 * Math.max(p, result.p)) check('p', result.p, p)
  }
  check(
    'what speaks against it',
    result.counter,
    counterEvidence(own.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))),
  )
  // The fingerprint names kinds in the order in which they are asked.
  const hash = createHash('sha256').update(
    own
      .map(({ id }) => id)
      .toSorted()
      .join(' '),
  )
  for (const kind of strong) hash.update(` ${kind}`)
  check('fingerprint', result.fingerprint, hash.digest('hex').slice(0, 32))
}

const say = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 400)
