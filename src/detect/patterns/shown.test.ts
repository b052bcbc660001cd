import { describe, expect, it } from 'vitest'
import { groupsOf } from './groups.ts'
import { namesOf, numbersShowing, shownFrom } from './shown.ts'

const shown = shownFrom(
  ['edition e1', 'phone 1', 'phone 2', 'phone 3'],
  [[1, 2, 4, 9], [2, 4], [1, 4], [9]].map((numbers) => Uint32Array.from(numbers)),
)

describe('what observations show, in columns', () => {
  it('is told of each observation in the order of the things, of one without any as nothing', () => {
    expect([0, 1, 2, 3, 4, 9].map((number) => namesOf(shown, number))).toEqual([
      [],
      ['edition e1', 'phone 2'],
      ['edition e1', 'phone 1'],
      [],
      ['edition e1', 'phone 1', 'phone 2'],
      ['edition e1', 'phone 3'],
    ])
  })

  it('is found by things', () => {
    expect([...numbersShowing(shown, new Set(['phone 1', 'phone 3', 'phone 9']))]).toEqual([2, 4, 9])
  })

  it('gives a group those who show its contacts, and nobody who shows only a text of it beside other contacts', () => {
    const link = (a: string, b: string) => ({ a, b, together: 2, inA: 4, inB: 2 })
    const links = [link('edition e1', 'phone 1'), link('edition e1', 'phone 2'), link('phone 1', 'phone 2')]
    expect(groupsOf(links, shown)).toEqual([
      { things: ['edition e1', 'phone 1', 'phone 2'], numbers: [1, 2, 4] },
    ])
  })

  it('is nothing where nothing is shared', () => {
    expect(groupsOf([], shownFrom([], []))).toEqual([])
  })
})
