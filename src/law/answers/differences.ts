import type { Catalogue } from '../catalogue/catalogue.ts'
import { getJurisdiction, heldAt, type Moment } from '../timeline.ts'

/** A statement on which an answer could rest and that is no longer what it was. */
export type LawDifference = {
  what: 'added' | 'removed' | 'changed'
  kind: 'provision' | 'offence' | 'right' | 'absence' | 'obligation' | 'membership' | 'calendar' | 'facts'
  id: string
}

/**
 * What two states of the catalogue say differently about the law of one jurisdiction at a moment: a correction, a
 * section read since, a version that was added. What changed in other countries, or for other days, is not in it.
 */
export function lawDifferences(
  before: Catalogue,
  after: Catalogue,
  jurisdiction: string,
  moment: Moment,
): LawDifference[] {
  if (before.hash === after.hash) return []
  const [old, now] = [statements(before, jurisdiction, moment), statements(after, jurisdiction, moment)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): LawDifference[] => {
    const [then, today] = [old.get(key), now.get(key)]
    if (then === today) return []
    const [kind, id] = key.split(' ', 2) as [LawDifference['kind'], string]
    return [{ what: then === undefined ? 'added' : today === undefined ? 'removed' : 'changed', kind, id }]
  })
}

function statements(catalogue: Catalogue, id: string, moment: Moment): Map<string, string> {
  const found = new Map<string, string>()
  const add = (kind: LawDifference['kind'], key: string, value: unknown): void => {
    found.set(`${kind} ${key}`, JSON.stringify(value))
  }
  const jurisdiction = getJurisdiction(catalogue, id)
  const held = <T extends Parameters<typeof heldAt>[0]>(list: readonly T[]): T[] =>
    list.filter((one) => heldAt(one, moment, jurisdiction.recorded))
  for (const one of held(jurisdiction.provisions))
    add('provision', one.id, [one, jurisdiction.sources[one.source]])
  for (const one of held(jurisdiction.offences)) add('offence', one.id, one)
  for (const one of held(jurisdiction.rights)) add('right', one.id, one)
  for (const one of held(jurisdiction.absences)) add('absence', one.right, one)
  for (const treaty of catalogue.treaties) {
    for (const one of treaty.obligations) {
      if (heldAt(one, moment, treaty.recorded)) add('obligation', one.id, one)
    }
  }
  for (const list of catalogue.memberships) {
    const entry = list.states[id]
    if (entry) add('membership', list.id, entry)
  }
  const calendar = catalogue.calendars.calendars[id]
  if (calendar) add('calendar', id, calendar)
  for (const [group, facts] of Object.entries(catalogue.vocabulary.facts)) {
    const logic = Object.entries(facts).flatMap(([name, { implies, excludes }]) =>
      implies.length + excludes.length > 0 ? [[name, implies, excludes]] : [],
    )
    add('facts', group, logic)
  }
  return found
}
