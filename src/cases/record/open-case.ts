import { joinReportToCase } from '#intake'
import { type Catalogue, readFacts, rights } from '#law'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { announce } from '#platform/jobs'
import { getLead, settleLead } from '../leads/lead.store.ts'
import { lawFacts, rightLines } from '../rights/case-rights.ts'
import { keepRights } from '../rights/rights.store.ts'
import type { OpenCase } from './case.ts'
import { type CaseRow, insertCase, listPeople } from './case.store.ts'
import { addEvent } from './event.store.ts'

/**
 * Opens a case and asks the law at once, so that the person's clocks run from the first minute. The same report or lead
 * opens one case only; asked again it answers with that one. Throws `BadInput` for a country whose law is not known and
 * for facts the law has no word for, `cases.not-found` or `intake.not-found` for an origin the actor may not see.
 */
export async function openCase(
  trx: Transaction,
  actor: Actor,
  law: Catalogue,
  opening: OpenCase,
  today: string,
): Promise<CaseRow> {
  if (!law.jurisdictions.some(({ id }) => id === opening.jurisdiction)) {
    throw new BadInput(`jurisdiction: the law of ${opening.jurisdiction} is not in the catalogue`, {
      field: 'jurisdiction',
    })
  }
  readFacts(law, opening.facts)
  const { found, made } = await insertCase(trx, actor, opening)
  if (!made) return found
  await joinOrigin(trx, opening, found.code)
  await addEvent(trx, actor, found, { kind: 'opened', facts: { origin: opening.origin } })
  await announce(trx, 'cases.opened', { case: found.id, code: found.code })
  await askLaw(trx, law, found, today)
  return found
}

/** The report or lead must be one the actor may see: a case is never opened from somebody else's. */
async function joinOrigin(trx: Transaction, { origin, originId }: OpenCase, code: string): Promise<void> {
  if (originId === null) return
  if (origin === 'report') await joinReportToCase(trx, originId, code)
  if (origin === 'lead') {
    await getLead(trx, originId)
    await settleLead(trx, originId, 'joined')
  }
}

/** Asks the law again with what the case knows now, and renews the rights beside it. */
export async function askLaw(trx: Transaction, law: Catalogue, found: CaseRow, today: string): Promise<void> {
  const [person] = await listPeople(trx, found.id)
  const facts = lawFacts(found.facts, person ?? { child: 'not_asked', nationality: null })
  const personFacts = Object.fromEntries(
    Object.entries(facts).filter(([path]) => /^(person|victim|events)\./.test(path)),
  )
  const answer = rights(law, { jurisdiction: found.jurisdiction, on: today, person: personFacts, today })
  await keepRights(trx, found, rightLines(answer), { catalogueHash: answer.catalogueHash, on: today })
}
