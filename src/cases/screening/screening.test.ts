import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ilo11 } from './indicators.ts'
import { changesSince, disagreements, Mark, type Marks, screen, strayMarks } from './screening.ts'

const ids = ilo11.indicators.map(({ id }) => id)
const allNo: Marks = Object.fromEntries(ids.map((id) => [id, 'no']))
const anyMarks = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(...Mark.options))

describe('screening by the ILO’s eleven indicators', () => {
  it('knows eleven', () => expect(ids).toHaveLength(11))

  it('never says nothing was seen because nobody asked', () => {
    expect(screen(ilo11, {}).outcome).toBe('too_little_asked')
    expect(screen(ilo11, { ...allNo, isolation: 'unknown' }).outcome).toBe('too_little_asked')
    expect(screen(ilo11, { ...allNo, isolation: 'declined' }).outcome).toBe('too_little_asked')
    expect(screen(ilo11, allNo).outcome).toBe('nothing_seen')
  })

  it('asks for a closer look at one indicator, and puts safety first where there is violence', () => {
    expect(screen(ilo11, { deception: 'yes' })).toMatchObject({ outcome: 'look_closer', safetyFirst: [] })
    expect(screen(ilo11, { physical_and_sexual_violence: 'yes' }).safetyFirst).toEqual([
      'physical_and_sexual_violence',
    ])
  })

  it('states a fact to the law only where a mark is yes', () => {
    expect(
      screen(ilo11, { deception: 'yes', physical_and_sexual_violence: 'no', debt_bondage: 'unknown' }).facts,
    ).toEqual({
      'means.deception': true,
    })
  })

  it('puts every indicator in exactly one list', () => {
    fc.assert(
      fc.property(anyMarks, (marks) => {
        const { present, absent, unknown, declined, notAsked } = screen(ilo11, marks)
        expect([...present, ...absent, ...unknown, ...declined, ...notAsked].toSorted()).toEqual(
          ids.toSorted(),
        )
      }),
    )
  })

  it('is never calmed by one more yes', () => {
    fc.assert(
      fc.property(anyMarks, fc.constantFrom(...ids), (marks, id) => {
        expect(screen(ilo11, { ...marks, [id]: 'yes' }).outcome).toBe('look_closer')
      }),
    )
  })

  it('shows where two screeners differ, and only there', () => {
    expect(
      disagreements(ilo11, { isolation: 'yes', deception: 'yes' }, { isolation: 'no', deception: 'unknown' }),
    ).toEqual(['isolation'])
  })

  it('tells what became clearer since the last time', () => {
    expect(changesSince(ilo11, { isolation: 'no' }, { isolation: 'no', deception: 'yes' })).toEqual([
      { indicator: 'deception', from: 'not_asked', to: 'yes' },
    ])
  })

  it('notices a mark that belongs to no indicator', () =>
    expect(strayMarks(ilo11, { overtime: 'yes' })).toEqual(['overtime']))
})
