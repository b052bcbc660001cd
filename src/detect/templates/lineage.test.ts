import { expect, test } from 'vitest'
import { lineage, type Posting } from './lineage.ts'

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString()
const post = (n: number, edition: string, place: string, family = 'f'): Posting => ({
  family,
  edition,
  at: day(n),
  place,
})

const ring = [
  ...Array.from({ length: 6 }, (_, i) => post(i * 2, 'one', 'Aville')),
  post(5, 'one', 'Strayton'),
  ...Array.from({ length: 6 }, (_, i) => post(12 + i * 2, 'two', i < 2 ? 'Aville' : 'Bburg')),
]

test('a family is born, changes, moves and dies', () => {
  const [life] = lineage(ring, day(80))
  expect(life).toMatchObject({ family: 'f', posts: 13, bornAt: day(0), lastAt: day(22), alive: false })
  expect(life!.events.map(({ kind, at }) => [kind, at])).toEqual([
    ['born', day(0)],
    ['changed', day(12)],
    ['moved', day(16)],
    ['died', day(22)],
  ])
  expect(life!.events[1]).toMatchObject({ edition: 'two', from: 'one' })
  expect(life!.events[2]).toMatchObject({ from: 'Aville', to: 'Bburg' })
  expect(life!.editions.map(({ edition, posts }) => [edition, posts])).toEqual([
    ['one', 7],
    ['two', 6],
  ])
})

test('an old edition that comes back is no change, and a pause it kept before is no death', () => {
  const posts = [post(0, 'one', ''), post(40, 'two', ''), post(80, 'one', '')]
  const [life] = lineage(posts, day(150))
  expect(life!.alive).toBe(true)
  expect(life!.events.map(({ kind }) => kind)).toEqual(['born', 'changed'])
  expect(lineage(posts, day(201))[0]!.alive).toBe(false)
})

test('the order in which posts come changes nothing, and families are apart', () => {
  const both = [...ring, ...ring.map((one) => ({ ...one, family: 'g' })), post(3, 'x', 'Aville', 'g')]
  expect(lineage([...both].reverse(), day(80))).toEqual(lineage(both, day(80)))
  expect(lineage(both, day(80)).map(({ family, posts }) => [family, posts])).toEqual([
    ['g', 14],
    ['f', 13],
  ])
  expect(lineage([], day(0))).toEqual([])
})
