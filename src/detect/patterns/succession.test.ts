import { expect, test } from 'vitest'
import { stream } from './chance.ts'
import { type Labelled, succession } from './succession.ts'

const day = 86_400
const label = (n: number): string => (n % 2 === 0 ? 'a' : 'b')
const askOf = (observations: Labelled[]) => succession(observations, stream(1))
const post = (at: number, name: string): Labelled => ({ at, stratum: 'jobs', label: name })

test('labels that follow one another are told from those used side by side', () => {
  const follow = Array.from({ length: 24 }, (_, i) => post((i + 1) * day, i < 12 ? 'a' : 'b'))
  expect(askOf(follow)).toMatchObject({ p: 0.0001, labels: 2, changes: 1 })
  const beside = Array.from({ length: 24 }, (_, i) => post((i + 1) * day, label(i)))
  expect(askOf(beside)!.p).toBeGreaterThan(0.5)
})

test('of posts of one day no order is made up', () => {
  // Both in each of six days, four times each: put in the order of their names they would seem to follow one another.
  const beside = Array.from({ length: 48 }, (_, i) => post((1 + Math.floor(i / 8)) * day, label(i)))
  expect(askOf(beside)!.p).toBeGreaterThan(0.5)
  expect(askOf(beside.map((one) => ({ ...one, at: day })))!.p).toBe(1)
  // What truly follows is still seen by days alone.
  const follow = Array.from({ length: 48 }, (_, i) => post((1 + Math.floor(i / 8)) * day, i < 20 ? 'a' : 'b'))
  expect(askOf(follow)!.p).toBeLessThan(0.001)
})

test('what has no day follows nothing', () => {
  const undated = Array.from({ length: 24 }, (_, i) => post(0, label(i)))
  expect(askOf(undated)).toBeUndefined()
  const dated = Array.from({ length: 24 }, (_, i) => post((i + 1) * day, label(i)))
  expect(askOf([...dated, ...undated])).toEqual(askOf(dated))
})
