import type { AssessAnswer, Catalogue, RightsAnswer } from '#law'
import { findLatestAnswer, type KeptAnswer, keepAnswer } from '#law/node'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { type CaseRow, listPeople } from '../record/case.store.ts'
import { childBy } from '../record/age.ts'
import type { ChildAnswer } from '../record/case.ts'
import { agePresumption } from '../rights/age-presumption.ts'
import { lawFacts, rightLines } from '../rights/case-rights.ts'
import { keepRights } from '../rights/rights.store.ts'

/** What is needed to ask the law for a case: the law as it stands, the key its answers are sealed with, the day. */
export type LawDesk = { law: Catalogue; vault: Vault; today: string }

export type CaseLaw = {
  assessment: AssessAnswer
  rights: RightsAnswer
  /** The answers as kept: they are what is shown. */
  kept: { assessment: KeptAnswer; rights: KeptAnswer }
}

/**
 * Asks the law with what the case knows now: keeps both answers for good, sealed under the case's key, and renews the
 * rights beside it. Facts of a day before any law the catalogue knows have rights, and no assessment to keep.
 */
export async function askLaw(
  trx: Transaction,
  actor: Actor,
  { law, vault, today }: LawDesk,
  found: CaseRow,
): Promise<void> {
  const facts = await factsFor(trx, found, law, today)
  const person = Object.fromEntries(
    Object.entries(facts).filter(([path]) => /^(person|victim|events)\./.test(path)),
  )
  const { jurisdiction } = found
  const keep = (question: Parameters<typeof keepAnswer>[4]['question']) =>
    keepAnswer(trx, vault, actor, law, {
      subject: found.id,
      organisationId: found.organisationId,
      question,
    })
  const { answer } = await keep({ kind: 'rights', jurisdiction, today, person })
  const rights = answer as RightsAnswer
  await keepRights(trx, found, rightLines(rights), { catalogueHash: rights.catalogueHash, on: today })
  try {
    await keep({ kind: 'assess', jurisdiction, today, facts })
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
  }
}

async function factsFor(
  trx: Transaction,
  found: CaseRow,
  law: Catalogue,
  today: string,
): Promise<CaseRow['facts']> {
  const [person] = await listPeople(trx, found.id)
  if (!person) return lawFacts(found.facts, { child: 'not_asked', nationality: null })
  // An age told years ago is another one today.
  const child = person.age ? settledBy(person.child, childBy(person.age, today)) : person.child
  return lawFacts(found.facts, { ...person, child }, agePresumption(law, found.jurisdiction, today))
}

/** What an age leaves open, an answer settles; an adult by age is one, whatever was said when they were a child. */
function settledBy(said: ChildAnswer, byAge: ChildAnswer): ChildAnswer {
  return byAge === 'unknown' && (said === 'yes' || said === 'no') ? said : byAge
}

/** The newest kept answers of a case; undefined for one that was never asked since answers are kept. */
export async function findCaseLaw(
  trx: Transaction,
  vault: Vault,
  found: CaseRow,
): Promise<CaseLaw | undefined> {
  const assessment = await findLatestAnswer(trx, vault, found.id, 'assess')
  const rights = await findLatestAnswer(trx, vault, found.id, 'rights')
  if (!assessment || !rights) return undefined
  return {
    assessment: assessment.answer as AssessAnswer,
    rights: rights.answer as RightsAnswer,
    kept: { assessment, rights },
  }
}
