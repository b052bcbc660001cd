import { z } from 'zod'
import { Count, type Corpus } from '#platform/corpus'
import type { Keyring } from '#platform/crypto'
import { traces } from '../patterns/evidence.store.ts'
import { findStored, type StoredPattern } from '../patterns/patterns.store.ts'
import { newestRun } from '../runs.store.ts'
import { findPart, type Part } from '../verdicts/parts.store.ts'
import { hashOfWording, readAgain } from './read-again.store.ts'
import { engineVersion, hashOfThing, patternReceiptKey, type PatternReceipt, signReceipt } from './receipt.ts'

type House = { corpus: Corpus; keyring: Keyring; now?: (() => Date) | undefined }

/** The receipt of a pattern of a run, signed by this house. */
export async function issueReceipt(
  { corpus, keyring, now }: House,
  { run, pattern, made }: { run: string; pattern: StoredPattern; made: Part['made'] | undefined },
): Promise<PatternReceipt> {
  const own = (await traces(corpus, run, [pattern.id])).sort((a, b) => (a.id < b.id ? -1 : 1))
  const read = await readAgain(
    corpus,
    own.map(({ id }) => id),
  )
  const things = [...new Set(own.flatMap((trace) => trace.things))].sort()
  const placeOf = new Map(things.map((thing, i) => [thing, i]))
  const editions = things.filter((thing) => thing.startsWith('edition '))
  return signReceipt(patternReceiptKey(keyring), {
    v: 1,
    kind: 'asylia-pattern-receipt',
    engine: engineVersion,
    pattern: pattern.id,
    made: made === undefined ? null : { kind: made.kind, patterns: made.patterns, at: made.decidedAt },
    run: await describeRun(corpus, run),
    result: {
      fingerprint: pattern.fingerprint,
      state: pattern.state,
      kinds: pattern.kinds,
      p: pattern.p,
      q: pattern.q,
      findings: pattern.findings,
      counter: pattern.counter,
    },
    things: things.map((thing) => (thing.startsWith('edition ') ? thing : hashOfThing(thing))),
    observations: own.flatMap((trace) => {
      const ad = read.get(trace.id)
      // Gone between two questions: it is no longer what the pattern rests on.
      if (ad === undefined) return []
      return [{ id: trace.id, sha256: ad.sha256, things: trace.things.map((thing) => placeOf.get(thing)!) }]
    }),
    wordings: editions.map((edition) => ({
      edition: edition.slice('edition '.length),
      sha256: hashOfWording(
        own.flatMap(({ id, things: shown }) =>
          shown.includes(edition) && read.has(id) ? [read.get(id)!] : [],
        ),
      ),
    })),
    issuedAt: (now?.() ?? new Date()).toISOString(),
  })
}

/** The receipt of a pattern of the newest run by its id, for what a lead keeps; undefined when it is gone. */
export async function findReceipt(house: House, id: string): Promise<PatternReceipt | undefined> {
  const newest = await newestRun(house.corpus)
  if (newest === undefined) return undefined
  const found = await findStored(house.corpus, newest.run, id)
  const part = found === undefined ? await findPart(house.corpus, newest.run, id) : undefined
  const pattern = found ?? part
  return pattern && issueReceipt(house, { run: newest.run, pattern, made: part?.made })
}

async function describeRun(corpus: Corpus, run: string): Promise<PatternReceipt['run']> {
  const [row] = await corpus.query(
    `SELECT run AS id, toString(finished_at) AS finishedAt, observations, templates, links, parameters
     FROM detect_run WHERE run = {run:String} LIMIT 1`,
    z.object({
      id: z.string(),
      finishedAt: z.string(),
      observations: Count,
      templates: Count,
      links: Count,
      parameters: z.string(),
    }),
    { run },
  )
  return { ...row!, parameters: JSON.parse(row!.parameters) as Record<string, unknown> }
}
