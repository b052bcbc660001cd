import type { Catalogue } from '#law'
import { listAffected } from '#law/node'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import type { Listener } from '#platform/jobs'
import { addEvent } from '../record/event.store.ts'

/** When the catalogue of law changes, each open case whose answers rest on what changed is told on its time line. */
export function lawListeners({ law, today }: { law: () => Catalogue; today: () => string }): Listener[] {
  return [
    {
      name: 'cases.tell-of-law',
      topic: 'law.catalogue-changed',
      handle: (trx, _event, actor) => tellCases(trx, actor, law(), today()),
    },
  ]
}

async function tellCases(trx: Transaction, actor: Actor, law: Catalogue, today: string): Promise<void> {
  const told = new Map<string, Set<string>>()
  for (const one of await listAffected(trx, law, today)) {
    const ids = told.get(one.subject) ?? new Set()
    for (const { id } of [...one.corrected, ...one.changed]) ids.add(id)
    told.set(one.subject, ids)
  }
  if (told.size === 0) return
  const cases = await trx
    .selectFrom('cases_case')
    .select(['id', 'organisation_id', 'jurisdiction'])
    .where('id', 'in', [...told.keys()])
    .where('status', '=', 'open')
    .execute()
  for (const found of cases) {
    const ids = [...told.get(found.id)!].sort()
    await addEvent(
      trx,
      actor,
      { id: found.id, organisationId: found.organisation_id },
      {
        kind: 'law_changed',
        facts: { jurisdiction: found.jurisdiction, catalogueHash: law.hash, changed: ids },
      },
    )
  }
}
