import { giveVerdict, listPatterns, type PatternSummary } from '#detect'
import type { Actor } from '#platform/access'
import type { DemoPlatform } from './platform.ts'

/** What speaks for an ordinary explanation, strongly enough to weigh against a kind of evidence. */
const weighty = /own-page|scattered|one-contact|few-observations/

type Said = { verdict: 'accept' | 'reject' | 'not_enough'; reason: string }

/**
 * A reviewer's day: looks at the patterns within the team's budget and decides by what the screen shows, the kinds of
 * evidence against what speaks against it. The truth is not on the screen. The last `leave` patterns are left to whoever
 * looks next. How many were accepted.
 */
export async function reviewPatterns(
  { corpus, database: db }: DemoPlatform,
  reviewer: Actor,
  leave = 0,
): Promise<number> {
  const stores = { corpus, db }
  const { patterns } = await listPatterns(stores, reviewer)
  let accepted = 0
  const due = patterns.filter(({ withinBudget }) => withinBudget)
  for (const pattern of due.slice(0, Math.max(1, due.length - leave))) {
    const said = judge(pattern)
    await giveVerdict(stores, reviewer, { id: pattern.id, ...said })
    if (said.verdict === 'accept') accepted += 1
  }
  return accepted
}

/** Two kinds of evidence more than weighty doubts: a lead. As many doubts as evidence: no. Else: wait. */
export function judge({ kinds, against }: Pick<PatternSummary, 'kinds' | 'against'>): Said {
  const doubts = against.filter(({ key }) => weighty.test(key)).map(({ text }) => text)
  if (kinds.length - doubts.length >= 2)
    return { verdict: 'accept', reason: `${kinds.length} kinds of evidence agree.` }
  if (doubts.length >= kinds.length) return { verdict: 'reject', reason: doubts.join(' ') }
  return { verdict: 'not_enough', reason: doubts.join(' ') || 'Too few kinds of evidence.' }
}

/** Hands on what was decided and waits until every lead is open; gives up after half a minute. */
export async function untilLeadsAreOpen(
  { jobs }: DemoPlatform,
  wanted: number,
  count: () => Promise<number>,
): Promise<number> {
  const giveUp = Date.now() + 30_000
  await jobs.dispatch()
  for (;;) {
    const open = await count()
    if (open >= wanted || Date.now() > giveUp) return open
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
