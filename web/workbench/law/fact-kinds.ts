/** What kind of answer a fact takes; whatever is not named here is answered by yes, no or not known. */
type Kind =
  | { is: 'yes-no' }
  | { is: 'number' }
  | { is: 'day' }
  | { is: 'country' }
  | { is: 'choice'; of: readonly string[] }

const kinds: Readonly<Record<string, Kind>> = {
  'victim.ageAtTime': { is: 'number' },
  'victim.count': { is: 'number' },
  'victim.sex': { is: 'choice', of: ['female', 'male', 'other'] },
  'victim.nationality': { is: 'country' },
  'conduct.from': { is: 'day' },
  'conduct.to': { is: 'day' },
  'conduct.country': { is: 'country' },
  'person.status': {
    is: 'choice',
    of: ['none', 'suspicion', 'reasonable_grounds', 'identified', 'conviction'],
  },
  'person.age': { is: 'number' },
  'person.nationality': { is: 'country' },
}

export const kindOf = (path: string): Kind =>
  kinds[path] ?? { is: path.startsWith('events.') ? 'day' : 'yes-no' }

/** Asked first when nothing is known yet: what every law of trafficking turns on. */
export const firstFacts: readonly string[] = [
  'victim.ageAtTime',
  'acts.recruit',
  'acts.transport',
  'acts.harbour',
  'acts.receive',
  'means.deception',
  'means.threat',
  'means.force',
  'means.abuse_vulnerability',
  'means.debt_restriction',
  'purposes.forced_labour',
  'purposes.sexual_exploitation',
]

/** Asked first of a person whose rights are looked up. */
export const firstPersonFacts: readonly string[] = [
  'person.status',
  'person.age',
  'person.citizen',
  'person.lawfulStay',
  'person.cooperates',
  'person.inDanger',
]
