import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inventPeople } from '../invented-people.ts'
import { findBlocks } from './blocking.ts'
import { fieldRules, level, readDate } from './fields.ts'
import { linkRecords } from './link.ts'
import { scoreLinkage } from './score.ts'
import { explainPair, suggestions } from './suggest.ts'
import { openTable, type PersonRecord } from './table.ts'

const invented = inventPeople(500, 7)
const grouping = (
  records: readonly PersonRecord[],
  ...options: Parameters<typeof linkRecords> extends [unknown, ...infer R] ? R : never
): string[] => {
  const { groups, table } = linkRecords(records, ...options)
  return groups
    .map((rows) =>
      rows
        .map((row) => table.records[row]!.id)
        .sort()
        .join(),
    )
    .sort()
}
const person = (id: string, values: PersonRecord['values']): PersonRecord => ({ id, values })

describe('records of one person are found without labels', () => {
  const linkage = linkRecords(invented.records)
  const truth = linkage.table.records.map(({ id }) => String(invented.truth.get(id)))

  it('reads no field further than its head, in whatever script: comparing costs the square of it', () => {
    for (const { kind, read } of Object.values(fieldRules))
      for (const word of ['ab ', 'a1@b.', '東京都'])
        expect(read(word.repeat(1_000)).length, kind).toBeLessThanOrEqual(120)
  })

  it('with few errors, and with chances that keep their word', () => {
    const score = scoreLinkage(linkage, truth, false)
    expect(score.precision).toBeGreaterThan(0.98)
    expect(score.recall).toBeGreaterThan(0.95)
    expect(score.calibrationError).toBeLessThan(0.05)
    expect(score.ceiling.recall).toBeGreaterThanOrEqual(score.recall)
  })
  it('and are only suggested: for review, with the weakest pair first to look at', () => {
    const found = suggestions(linkage)
    expect(found.length).toBeGreaterThan(50)
    for (const one of found.slice(0, 5)) {
      expect(one.state).toBe('for review')
      expect(one.weakest.priorBits).toBeLessThan(0)
      expect(one.cohesion).toBeGreaterThan(0)
    }
  })
  it('and every pair says why: the bits add up', () => {
    const [a, b] = suggestions(linkage)[0]!.records as [string, string]
    const why = explainPair(linkage, a, b)
    const sum = why.reasons.reduce((total, { bits }) => total + bits, why.priorBits)
    expect(sum).toBeCloseTo(why.totalBits, 9)
    expect(explainPair(linkage, b, a).totalBits).toBeCloseTo(why.totalBits, 9)
  })
})

it('what is less than equal says no more than equal', () => {
  const { table, weigher } = linkRecords(invented.records)
  table.columns.forEach((_, c) => {
    for (const step of [level.equivalent, level.slip, level.alike, level.part, level.different])
      expect(weigher.plain(c, step)).toBeLessThanOrEqual(weigher.plain(c, level.equal))
  })
})

describe('the answer does not depend on', () => {
  it('the order in which records come', () => {
    expect(grouping([...invented.records].reverse())).toEqual(grouping(invented.records))
  })
  it('a field that is empty everywhere, or the same everywhere', () => {
    const more = invented.records.map(({ id, values }) =>
      person(id, { ...values, document: '', nationality: 'Xaria' }),
    )
    expect(grouping(more)).toEqual(grouping(invented.records))
  })
})

describe('two records', () => {
  it('known to be two persons stay apart, however alike', () => {
    const [a, b] = suggestions(linkRecords(invented.records))[0]!.records as [string, string]
    const groups = grouping(invented.records, { cannotLink: [[a, b]] })
    expect(groups.some((group) => group.split(',').includes(a) && group.split(',').includes(b))).toBe(false)
  })
  it('of a source that holds everyone once stay apart', () => {
    const records = invented.records.map((record, at) => ({
      ...record,
      source: at % 2 === 0 ? 'north' : 'south',
    }))
    for (const rows of linkRecords(records, { oneToOne: true }).groups)
      expect(rows.length).toBeLessThanOrEqual(2)
  })
  it('with dates that contradict are weighed against, not refused', () => {
    const own = { givenName: 'Tamsin', surname: 'Orvelle', birthDate: '1980-03-04', place: 'Bexford' }
    const linkage = linkRecords([person('a', own), person('b', { ...own, birthDate: '1951-12-30' })])
    expect(
      explainPair(linkage, 'a', 'b').reasons.find(({ field }) => field === 'birthDate')!.bits,
    ).toBeLessThan(0)
  })
  it('with given name and surname changed about are seen as that', () => {
    const linkage = linkRecords([
      person('a', { givenName: 'Tamsin', surname: 'Orvelle' }),
      person('b', { givenName: 'Orvelle', surname: 'Tamsin' }),
    ])
    expect(explainPair(linkage, 'a', 'b').reasons.map(({ step }) => step)).toContain('changed places')
  })
})

describe('bad input', () => {
  it('nothing, one record, empty records: nobody is linked', () => {
    expect(grouping([])).toEqual([])
    expect(grouping([person('a', { surname: 'Orvelle' })])).toEqual(['a'])
    expect(grouping([person('a', {}), person('b', {}), person('c', {})])).toEqual(['a', 'b', 'c'])
  })
  it('records that are all identical end in one group, in bounded time', () => {
    const same = Array.from({ length: 3000 }, (_, at) =>
      person(`r${at}`, {
        givenName: 'Tamsin',
        surname: 'Orvelle',
        birthDate: '1980-03-04',
        place: 'Bexford',
        postcode: '10203',
      }),
    )
    expect(grouping(same)).toHaveLength(1)
  })
  it('a name of 10,000 characters and mixed scripts', () => {
    expect(
      grouping([
        person('a', { fullName: 'x'.repeat(10_000), birthDate: '1980-03-04' }),
        person('b', { fullName: 'Тамсин Orvelle', birthDate: '1951-12-30' }),
      ]),
    ).toHaveLength(2)
  })
  it('an id that comes twice is named', () => {
    expect(() => linkRecords([person('a', {}), person('a', {})])).toThrow(/'a' twice/)
    expect(() => linkRecords([person('a', {})], { cannotLink: [['a', 'z']] })).toThrow(/'z'/)
  })
})

describe('fields', () => {
  it('are compared the same either way round', () => {
    const text = fc.stringMatching(/^[a-z0-9 ]{1,12}$/)
    for (const rule of Object.values(fieldRules))
      fc.assert(
        fc.property(text, text, (x, y) => {
          const a = rule.read(x)
          const b = rule.read(y)
          if (a !== '' && b !== '' && a !== b) expect(rule.compare(a, b)).toBe(rule.compare(b, a))
        }),
        { numRuns: 80 },
      )
  })
  it('dates are read in the ways people write them, and a day that does not exist is kept', () => {
    expect(['1980-03-04', '19800304', '04/03/1980', '1980-03-04T00:00:00Z'].map(readDate)).toEqual(
      Array.from({ length: 4 }, () => '19800304'),
    )
    expect(readDate('12/30/1951')).toBe('19511230')
    expect(readDate('1853-81-01')).toBe('18538101')
    expect(fieldRules.birthDate.compare('19800304', '19800403')).toBe(level.equivalent)
  })
})

it('a group too large for all its pairs is cut, never dropped: every record keeps a partner', () => {
  const crowd = Array.from({ length: 1500 }, (_, at) =>
    person(`r${at}`, {
      givenName: `Tam${at % 40}`,
      surname: at % 3 === 0 ? 'Quist' : 'Orvelle',
      birthDate: at % 2 === 0 ? '1980-03-04' : '1980-03-05',
    }),
  )
  const table = openTable(crowd)
  const partnered = new Set<number>()
  let pairs = 0
  for (const block of findBlocks(table))
    for (const pair of block.pairs) {
      const i = Math.floor(pair / table.rows)
      partnered.add(i).add(pair - i * table.rows)
      pairs++
    }
  expect(partnered.size).toBe(1500)
  expect(pairs).toBeLessThan(300_000)
})
