import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { askLaw, type LawDesk } from '../law/case-law.store.ts'
import { childBy, type ToldAge } from './age.ts'
import type { ChildAnswer } from './case.ts'
import { type CaseRow, changePerson } from './case.store.ts'
import { ofAge } from '../rights/watch-ages.ts'
import { settleTasks } from '../tasks/task.store.ts'
import { addEvent } from './event.store.ts'
import type { PersonOfCase } from './person-in.ts'

export type PersonChange = {
  child?: ChildAnswer | undefined
  nationality?: string | null | undefined
  age?: ToldAge | null | undefined
}

/**
 * Changes what is known of a person and asks the law again. An age says by itself whether they are under 18; an answer
 * given later that speaks against an age takes the age back. Throws `BadInput` for both at once that contradict each
 * other, `cases.conflict` for a version that is no longer the newest.
 */
export async function tellOfPerson(
  trx: Transaction,
  actor: Actor,
  desk: LawDesk,
  found: CaseRow,
  person: PersonOfCase,
  { version, ...change }: PersonChange & { version: number },
): Promise<void> {
  const whole = { ...change, ...settle(person, change, desk.today) }
  await changePerson(trx, person.id, version, whole)
  if (whole.child === 'no') await settleTasks(trx, actor, found, { source: ofAge(person.id) })
  await addEvent(trx, actor, found, { kind: 'facts_changed', facts: { changed: Object.keys(change) } })
  await askLaw(trx, actor, desk, found)
}

function settle(
  person: PersonOfCase,
  { child, age }: PersonChange,
  today: string,
): Pick<PersonChange, 'child' | 'age'> {
  if (age) {
    const by = childBy(age, today)
    if ((child === 'yes' && by === 'no') || (child === 'no' && by === 'yes')) {
      throw new BadInput(
        `child: found '${child}' beside an age of ${age.years}, expected what the age says`,
        {
          field: 'child',
        },
      )
    }
    // Of an age that leaves it open, what was said stands.
    return by === 'unknown' ? { child: child ?? (person.child === 'yes' ? 'yes' : 'unknown') } : { child: by }
  }
  const told = person.age && childBy(person.age, today)
  const isContradicted = (child === 'yes' && told === 'no') || (child === 'no' && told === 'yes')
  return isContradicted ? { age: null } : {}
}
