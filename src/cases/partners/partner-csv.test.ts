import { describe, expect, it } from 'vitest'
import { BadInput } from '#platform/errors'
import { readPartnerCsv } from './partner-csv.ts'

const HEADER = 'name,kind,service,languages,capacity,sexes,unaccompanied_children'

describe('a partner directory as CSV', () => {
  it('is read a row for each service, rows of one name as one partner', () => {
    const read = readPartnerCsv(
      `\uFEFF${HEADER}\nHarbour,Legal aid,legal,en fr,12,,\nHarbour,legal_aid,social care,,,female,yes\nNora,health,health,,,,\n`,
    )
    expect(read.map(({ name, services }) => [name, services.length])).toEqual([
      ['Harbour', 2],
      ['Nora', 1],
    ])
    expect(read[0]!.services[0]).toMatchObject({ type: 'legal', languages: ['en', 'fr'], capacity: 12 })
    expect(read[0]!.services[1]!.eligibility).toMatchObject({
      sexes: ['female'],
      unaccompaniedChildren: true,
    })
  })

  it.each([
    ['a column missing', 'name,kind\nHarbour,legal_aid\n', "the column 'service' is missing"],
    ['nothing at all', '', "the column 'name' is missing"],
    ['a kind nobody knows', `${HEADER}\nHarbour,pub,legal,,,,\n`, 'row 2, kind'],
    ['a service nobody knows', `${HEADER}\nHarbour,other,magic,,,,\n`, 'row 2, type'],
    ['a number that is none', `${HEADER}\nHarbour,other,legal,,many,,\n`, 'row 2, capacity'],
    ['a name of nothing', `${HEADER}\n ,other,legal,,,,\n`, 'row 2, name'],
    [
      'a yes that is none',
      `${HEADER}\nHarbour,other,legal,,,,perhaps\n`,
      'row 2, eligibility.unaccompaniedChildren',
    ],
    ['a quote left open', `${HEADER}\n"Harbour,other,legal\n`, 'the file is no CSV'],
  ])('with %s is refused whole, saying where', (_, csv, words) => {
    expect(() => readPartnerCsv(csv)).toThrow(BadInput)
    expect(() => readPartnerCsv(csv)).toThrow(words)
  })
})
