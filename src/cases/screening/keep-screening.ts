import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'
import { askLaw, type LawDesk } from '../law/case-law.store.ts'
import type { CaseFacts } from '../record/case.ts'
import { type CaseRow, changeCase, listPeople } from '../record/case.store.ts'
import { addEvent } from '../record/event.store.ts'
import { keepFactSources } from './fact-source.store.ts'
import { getSet, ilo11 } from './indicators.ts'
import { proposeFacts } from './proposals.ts'
import { type Grounds, type IndicatorSet, type Marks, screen, strayMarks } from './screening.ts'
import { insertScreening, listScreenings, type MarkNotes, sealNotes } from './screening.store.ts'
import { readingsOf } from './views.ts'

export type ScreeningSent = {
  id?: string | undefined
  set: string
  personId?: string | undefined
  marks: Marks
  grounds: Grounds
  notes: MarkNotes
}

/**
 * Keeps a screening, once however often it is sent. By the ILO's eleven a yes adds its fact to the case at once, as
 * before; by the other lists facts are proposed, and `confirmFacts` adds those that a person confirms. Throws
 * `BadInput` for marks, grounds or notes that name no indicator, a ground after today, or an earlier answer that is not
 * there to be used again.
 */
export async function keepScreening(
  trx: Transaction,
  actor: Actor,
  desk: LawDesk,
  found: CaseRow,
  sent: ScreeningSent,
): Promise<void> {
  const { vault, today } = desk
  const set = getSet(sent.set)
  refuseStray(set, sent)
  const people = await listPeople(trx, found.id)
  const personId = sent.personId ?? people[0]?.id ?? null
  if (personId !== null && !people.some(({ id }) => id === personId))
    throw new AsyliaError('cases.not-found', 'no such person in this case')
  for (const [indicator, { on }] of Object.entries(sent.grounds)) {
    if (on > today)
      throw new BadInput(`grounds.${indicator}.on: found ${on}, expected today or a day before`, {
        field: `grounds.${indicator}.on`,
      })
  }
  await refuseUnknownReuse(trx, vault, found.id, sent, people[0]?.id ?? null)
  const notes = await sealNotes(trx, vault, found.id, sent.notes)
  const id = await insertScreening(trx, actor, found, { ...sent, indicatorSet: set.id, personId, notes })
  if (id === undefined) return refuseForeign(trx, vault, found.id, sent.id!)
  const result = screen(set, sent.marks)
  await addEvent(trx, actor, found, {
    kind: 'screened',
    facts: { set: set.id, outcome: result.outcome, present: result.present.length },
  })
  if (set.id !== ilo11.id) return
  const proposals = proposeFacts(set, sent.marks, [])
  await keepFactSources(
    trx,
    actor,
    found,
    id,
    proposals.filter(({ fact }) => (found.facts[fact] ?? null) === null),
  )
  // A screening adds what it saw; it never takes back what somebody stated.
  const facts = { ...result.facts, ...known(found.facts) }
  await askLaw(trx, actor, desk, await changeCase(trx, found, found.version, { facts }))
}

/**
 * Adds facts that a screening proposes to the case, because a person confirmed them, and asks the law again. Throws
 * `BadInput` for a fact the screening does not propose, `cases.conflict` for one the case denies.
 */
export async function confirmFacts(
  trx: Transaction,
  actor: Actor,
  desk: LawDesk,
  found: CaseRow,
  screeningId: string,
  facts: readonly string[],
): Promise<void> {
  const row = (await listScreenings(trx, desk.vault, found.id)).find(({ id }) => id === screeningId)
  if (!row) throw new AsyliaError('cases.not-found', 'no such screening in this case')
  const set = getSet(row.indicatorSet)
  const people = await listPeople(trx, found.id)
  const proposals = proposeFacts(set, row.marks, readingsOf(set, row, { facts: found.facts, people }))
  const chosen = facts.map((fact) => {
    const proposal = proposals.find((one) => one.fact === fact)
    if (!proposal)
      throw new BadInput(
        `facts: found ${fact}, expected one of ${proposals.map((one) => one.fact).join(', ') || 'none'}`,
        { field: 'facts' },
      )
    if (found.facts[fact] === false)
      throw new AsyliaError('cases.conflict', `the case says that ${fact} is not so; take that back first`)
    return proposal
  })
  await keepFactSources(trx, actor, found, screeningId, chosen)
  await addEvent(trx, actor, found, { kind: 'facts_confirmed', facts: { set: set.id, facts: [...facts] } })
  const added = Object.fromEntries(chosen.map(({ fact }) => [fact, true]))
  const changed = await changeCase(trx, found, found.version, { facts: { ...found.facts, ...added } })
  await askLaw(trx, actor, desk, changed)
}

function refuseStray(set: IndicatorSet, { marks, grounds, notes }: ScreeningSent): void {
  for (const [field, given] of Object.entries({ marks, grounds, notes })) {
    const stray = strayMarks(set, given)
    if (stray.length > 0)
      throw new BadInput(`${field}: ${stray.join(', ')} is no indicator of ${set.id}`, { field })
  }
}

/** An answer used again must be there: of this person, by this list, and the same. */
async function refuseUnknownReuse(
  trx: Transaction,
  vault: Vault,
  caseId: string,
  { set, marks, grounds, personId }: ScreeningSent,
  first: string | null,
): Promise<void> {
  const reused = Object.entries(grounds).filter(([, ground]) => ground.reused !== undefined)
  if (reused.length === 0) return
  const rows = await listScreenings(trx, vault, caseId)
  for (const [indicator, ground] of reused) {
    const row = rows.find(({ id }) => id === ground.reused!.screening)
    const isTheirs = row && (row.personId ?? first) === (personId ?? first)
    if (!isTheirs || row.indicatorSet !== set || row.marks[indicator] !== marks[indicator]) {
      throw new BadInput(
        `grounds.${indicator}.reused: expected a screening of this person, by this list, with the same answer`,
        { field: `grounds.${indicator}.reused` },
      )
    }
  }
}

/** The id was used before: fine when it is this very screening, sent again. */
async function refuseForeign(trx: Transaction, vault: Vault, caseId: string, id: string): Promise<void> {
  const rows = await listScreenings(trx, vault, caseId)
  if (!rows.some((row) => row.id === id))
    throw new AsyliaError('cases.conflict', 'this id belongs to another screening')
}

function known(facts: CaseFacts): Record<string, boolean | number | string> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as Record<
    string,
    boolean | number | string
  >
}
