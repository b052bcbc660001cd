import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import type { ToldAge } from './age.ts'
import type { ChildAnswer } from './case.ts'
import { listPeople } from './case.store.ts'

export type PersonOfCase = {
  id: string
  codeName: string
  child: ChildAnswer
  nationality: string | null
  age: ToldAge | null
  version: number
}

/** The person of this id in the case; throws `cases.not-found` for one of another case as for one that is not. */
export async function personIn(trx: Transaction, found: { id: string }, id: string): Promise<PersonOfCase> {
  const person = (await listPeople(trx, found.id)).find((each) => each.id === id)
  if (!person) throw new AsyliaError('cases.not-found', 'no such person in this case')
  return person
}
