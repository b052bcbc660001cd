import { expect, test } from 'vitest'
import type { Grouping } from './groups.ts'
import type { Trace } from './evidence.store.ts'
import { takeIn } from './take-in.ts'

type Named = Grouping & { kinds: number; shown: boolean }

const trace = (id: string): Trace => ({ id }) as Trace
const group = (kinds: number, shown: boolean, ...things: string[]): Named => ({
  things,
  traces: things.map((thing) => trace(`post of ${thing}`)),
  kinds,
  shown,
})
const link = (a: string, b: string) => ({ a, b, together: 2, inA: 2, inB: 2 })

const rules = {
  isShown: ({ shown }: Named) => shown,
  isOrganised: ({ kinds }: Named) => kinds >= 2,
  examineAgain: (one: Grouping): Named => ({ ...one, kinds: 2, shown: true }),
  stillHolds: () => true,
}
const thingsOf = (groups: readonly Named[]): string[] =>
  groups.map(({ things }) => things.toSorted().join(' ')).sort()

test('a part that is linked with one shown group and no other is of it, in any order', () => {
  const groups = [group(2, true, 'a', 'b'), group(1, false, 'c', 'd'), group(0, false, 'e')]
  const links = [link('b', 'c'), link('d', 'e')]
  // 'e' hangs on a part only: what is taken in takes in nobody itself.
  expect(thingsOf(takeIn(groups, links, rules))).toEqual(['a b c d', 'e'])
  expect(thingsOf(takeIn(groups.toReversed(), links.toReversed(), rules))).toEqual(['a b c d', 'e'])
})

test('nobody is taken in by what is not shown for itself, and nothing organised is taken in', () => {
  const linked = [link('b', 'c')]
  const notShown = [group(2, false, 'a', 'b'), group(1, false, 'c')]
  expect(takeIn(notShown, linked, rules)).toEqual(notShown)
  const bothOrganised = [group(2, true, 'a', 'b'), group(2, false, 'c')]
  expect(takeIn(bothOrganised, linked, rules)).toEqual(bothOrganised)
})

test('a part between two organised groups is of neither, also when only one of them is shown', () => {
  for (const other of [true, false]) {
    const groups = [group(2, true, 'a'), group(1, false, 'b', 'c'), group(2, other, 'd')]
    expect(takeIn(groups, [link('a', 'b'), link('c', 'd')], rules)).toEqual(groups)
  }
})

test('what would weaken the evidence stays apart', () => {
  const groups = [group(2, true, 'a'), group(1, false, 'b')]
  expect(takeIn(groups, [link('a', 'b')], { ...rules, stillHolds: () => false })).toEqual(groups)
})
