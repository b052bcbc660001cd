/** What was decided of a pair of records and stands. */
export type Standing = { pair: string; a: string; b: string; verdict: 'same' | 'different' | 'not_enough' }

/** Records that people said are one person, and the links that hold them together: each can be taken back. */
export type Person = { records: string[]; links: string[] }

/** The persons that standing links make, the largest first. Nothing but a person's 'same' joins two records. */
export function personsOf(standing: readonly Standing[]): Person[] {
  const parent = new Map<string, string>()
  const find = (record: string): string => {
    let at = record
    while ((parent.get(at) ?? at) !== at) at = parent.get(at)!
    return at
  }
  const links = standing.filter(({ verdict }) => verdict === 'same')
  for (const { a, b } of links) parent.set(find(a), find(b))
  const persons = new Map<string, Person>()
  const personOf = (record: string): Person => {
    const root = find(record)
    const person = persons.get(root) ?? { records: [], links: [] }
    persons.set(root, person)
    return person
  }
  for (const record of new Set(links.flatMap(({ a, b }) => [a, b]))) personOf(record).records.push(record)
  for (const { pair, a } of links) personOf(a).links.push(pair)
  return [...persons.values()]
    .map(({ records, links: own }) => ({ records: records.sort(), links: own.sort() }))
    .sort((x, y) => y.records.length - x.records.length || (x.records[0]! < y.records[0]! ? -1 : 1))
}

/**
 * The pairs that contradict a verdict: for 'same', those said to be different among all who would become one person; for
 * 'different', the links by which both are one already. Empty: it may be given.
 */
export function contradictions(standing: readonly Standing[], given: Omit<Standing, 'pair'>): string[] {
  const others = standing.filter(({ a, b }) => !(a === given.a && b === given.b))
  const persons = personsOf(others)
  const personWith = (record: string): Person | undefined =>
    persons.find(({ records }) => records.includes(record))
  if (given.verdict === 'not_enough') return []
  const [one, two] = [personWith(given.a), personWith(given.b)]
  if (given.verdict === 'different') return one !== undefined && one === two ? one.links : []
  const left = new Set([given.a, ...(one?.records ?? [])])
  const right = new Set([given.b, ...(two?.records ?? [])])
  return others
    .filter(
      ({ verdict, a, b }) =>
        verdict === 'different' && ((left.has(a) && right.has(b)) || (left.has(b) && right.has(a))),
    )
    .map(({ pair }) => pair)
}

/**
 * What standing verdicts say of a pair that nobody decided: 'same' when links make both one person already, 'different'
 * when those who hold one record were told apart from those who hold the other (a cannot-link rule); null: nothing.
 * One pass over what stands, then two lookups a pair.
 */
export function impliedBy(
  standing: readonly Standing[],
): (pair: Pick<Standing, 'a' | 'b'>) => 'same' | 'different' | null {
  const personOf = new Map<string, string>()
  for (const { records } of personsOf(standing))
    for (const record of records) personOf.set(record, records[0]!)
  const person = (record: string): string => personOf.get(record) ?? record
  const key = (a: string, b: string): string => [person(a), person(b)].sort().join(' ')
  const apart = new Set(
    standing.filter(({ verdict }) => verdict === 'different').map(({ a, b }) => key(a, b)),
  )
  return ({ a, b }) => (person(a) === person(b) ? 'same' : apart.has(key(a, b)) ? 'different' : null)
}
