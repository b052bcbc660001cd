import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Outcome, readDelphi, type ReadAs } from './delphi.ts'
import { delphiLabour, delphiSexual } from './indicators.ts'
import { type IndicatorSet, Mark, type Marks, type Weight } from './screening.ts'

/**
 * The rule of WCMS_105023, p. 3, written out by hand: rows are 0 to 3 medium, columns 0 to 3 weak marks; + is positive.
 * First with no strong mark, then with one; with two or more a dimension is always positive.
 */
const NO_STRONG = ['----', '----', '-+++', '++++']
const ONE_STRONG = ['-+++', '++++', '++++', '++++']
const expected = (strong: number, medium: number, weak: number) =>
  strong >= 2 || (strong === 1 ? ONE_STRONG : NO_STRONG)[medium]![weak] === '+'

const sets: [IndicatorSet, ReadAs][] = [delphiLabour, delphiSexual].flatMap((set) => [
  [set, 'adult'],
  [set, 'child'],
])
const yes = (ids: readonly string[]): Marks => Object.fromEntries(ids.map((id) => [id, 'yes']))
const dimension = (set: IndicatorSet, marks: Marks, as: ReadAs, id: string) =>
  readDelphi(set, marks, as).dimensions.find((one) => one.id === id)!

type Case = { set: IndicatorSet; as: ReadAs; group: string; counts: [number, number, number]; ids: string[] }

/** Every way to have 0 to 3 strong, medium and weak marks in each dimension of each list, as far as it has so many. */
const cases: Case[] = sets.flatMap(([set, as]) =>
  set.groups!.flatMap((group) => {
    const of = (weight: Weight) =>
      set.indicators
        .filter((one) => one.group === group && one.weights![as] === weight && one.alone !== true)
        .map(({ id }) => id)
    const [strong, medium, weak] = [of('strong'), of('medium'), of('weak')]
    const upTo = (ids: string[]) => Array.from({ length: Math.min(3, ids.length) + 1 }, (_, n) => n)
    return upTo(strong).flatMap((s) =>
      upTo(medium).flatMap((m) =>
        upTo(weak).map((w) => ({
          set,
          as,
          group,
          counts: [s, m, w] as [number, number, number],
          ids: [...strong.slice(0, s), ...medium.slice(-m || medium.length), ...weak.slice(0, w)],
        })),
      ),
    )
  }),
)

describe('the Delphi rule', () => {
  it('has the lists as counted in the source: 67 for adults and 65 for children, by dimension and weight', () => {
    const count = (as: ReadAs, weight: Weight) =>
      delphiLabour.indicators.filter(({ weights }) => weights![as] === weight).length
    const inGroup = delphiLabour.groups!.map(
      (group) => delphiLabour.indicators.filter((one) => one.group === group).length,
    )
    expect(inGroup).toEqual([10, 10, 16, 9, 15, 7])
    expect(['strong', 'medium', 'weak'].map((w) => count('adult', w as Weight))).toEqual([7, 53, 7])
    expect(['strong', 'medium', 'weak'].map((w) => count('child', w as Weight))).toEqual([15, 50, 0])
  })

  it(`holds in each of at least 200 table cases (${cases.length})`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(200)
    const wrong = cases.filter(({ set, as, group, counts, ids }) => {
      const found = dimension(set, yes(ids), as, group)
      return (found.state === 'positive') !== expected(...counts)
    })
    expect(wrong.map(({ set, as, group, counts }) => [set.id, as, group, ...counts].join(' '))).toEqual([])
  })

  it('names the sentence of the rule, and the marks without which a dimension would not be positive', () => {
    const marks = yes([
      'coercion_at_destination.documents_taken',
      'coercion_at_destination.wages_withheld',
      'coercion_at_destination.forced_to_lie',
    ])
    expect(dimension(delphiLabour, marks, 'adult', 'coercion_at_destination')).toMatchObject({
      state: 'positive',
      clause: 'strong_with_another',
      restsOn: ['coercion_at_destination.documents_taken'],
      oneMore: [],
    })
  })

  it('says which single answer would make a dimension positive', () => {
    const marks = yes(['exploitation.low_pay', 'exploitation.bad_living'])
    const found = dimension(delphiLabour, marks, 'adult', 'exploitation')
    expect(found.state).toBe('open')
    expect(found.oneMore).toContain('exploitation.no_education')
    expect(found.oneMore).toHaveLength(7)
    const strong = dimension(delphiLabour, yes(['exploitation.excessive_hours']), 'adult', 'exploitation')
    expect(strong.oneMore).toHaveLength(8)
  })

  it('holds a dimension for not positive only when no open answer could change that', () => {
    const no: Marks = Object.fromEntries(
      delphiLabour.indicators.filter(({ group }) => group === 'exploitation').map(({ id }) => [id, 'no']),
    )
    const state = (marks: Marks) => dimension(delphiLabour, marks, 'adult', 'exploitation').state
    expect(state(no)).toBe('not_positive')
    expect(state({ ...no, 'exploitation.excessive_hours': 'declined' })).toBe('not_positive')
    expect(
      state({ ...no, 'exploitation.excessive_hours': 'declined', 'exploitation.low_pay': 'unknown' }),
    ).toBe('open')
  })

  it('holds a child used in sexual acts for exploited whatever else is marked, and asks nothing of the kind of an adult', () => {
    const marks = yes(['exploitation.used_in_sexual_acts'])
    expect(dimension(delphiSexual, marks, 'child', 'exploitation')).toMatchObject({ clause: 'alone' })
    expect(readDelphi(delphiSexual, marks, 'child', true).outcome).toBe('trafficking_indicated')
    expect(dimension(delphiSexual, marks, 'adult', 'exploitation').state).not.toBe('positive')
  })
})

/** The least marks that make a dimension of the labour list positive. */
const POSITIVE: Record<string, string[]> = Object.fromEntries(
  delphiLabour.groups!.map((group) => [
    group,
    delphiLabour.indicators
      .filter((one) => one.group === group && one.weights!.adult === 'medium' && one.weights!.child !== null)
      .slice(-3)
      .map(({ id }) => id),
  ]),
)

/** Dimensions by one letter: d eception, c oercion in recruitment, v ulnerability in recruitment, e xploitation, C oercion at destination, V ulnerability at destination. */
const LETTERS = ['d', 'c', 'v', 'e', 'C', 'V']
const ADULT: [string, Outcome][] = [
  ['', 'nothing_positive'],
  ['d', 'means_without_exploitation'],
  ['c', 'means_without_exploitation'],
  ['v', 'means_without_exploitation'],
  ['C', 'means_without_exploitation'],
  ['V', 'means_without_exploitation'],
  ['dcvCV', 'means_without_exploitation'],
  ['e', 'exploitation'],
  ['de', 'deception_and_exploitation'],
  ['dce', 'deception_and_exploitation'],
  ['deV', 'deception_and_exploitation'],
  ['ce', 'means_and_exploitation'],
  ['ve', 'means_and_exploitation'],
  ['eV', 'means_and_exploitation'],
  ['cveV', 'means_and_exploitation'],
  ['eC', 'exploitation_and_coercion'],
  ['deC', 'trafficking_indicated'],
  ['ceC', 'trafficking_indicated'],
  ['dceC', 'trafficking_indicated'],
  ['veC', 'trafficking_indicated'],
  ['eCV', 'trafficking_indicated'],
  ['dcveCV', 'trafficking_indicated'],
]
const CHILD: [string, boolean, Outcome][] = [
  ['', true, 'nothing_positive'],
  ['d', true, 'means_without_exploitation'],
  ['C', false, 'means_without_exploitation'],
  ['e', true, 'trafficking_indicated'],
  ['e', false, 'exploitation_act_open'],
  ['eC', false, 'exploitation_act_open'],
  ['eV', false, 'exploitation_act_open'],
  // A mark of recruitment tells of a recruitment, so the act is shown.
  ['de', false, 'trafficking_indicated'],
  ['ve', false, 'trafficking_indicated'],
  ['dcveCV', true, 'trafficking_indicated'],
]
const marksOf = (letters: string) =>
  yes(letters.split('').flatMap((letter) => POSITIVE[delphiLabour.groups![LETTERS.indexOf(letter)]!]!))

describe('the dimensions together', () => {
  it.each(ADULT)('for an adult, %j gives %s', (letters, outcome) => {
    const found = readDelphi(delphiLabour, marksOf(letters), 'adult')
    expect(found.outcome).toBe(outcome)
    expect(found.byVulnerability).toBe(['veC', 'eCV'].includes(letters))
  })

  it.each(CHILD)('for a child, %j with the act known: %s gives %s', (letters, act, outcome) => {
    expect(readDelphi(delphiLabour, marksOf(letters), 'child', act).outcome).toBe(outcome)
  })
})

describe('laws of the rule, over random marks', () => {
  const order: Record<Outcome, number> = {
    nothing_positive: 0,
    means_without_exploitation: 1,
    exploitation: 1,
    means_and_exploitation: 2,
    deception_and_exploitation: 2,
    exploitation_and_coercion: 2,
    exploitation_act_open: 2,
    trafficking_indicated: 3,
  }
  const any = fc.constantFrom(...sets).chain(([set, as]) =>
    fc.record({
      set: fc.constant(set),
      as: fc.constant(as),
      act: fc.boolean(),
      marks: fc.dictionary(
        fc.constantFrom(...set.indicators.map(({ id }) => id)),
        fc.constantFrom(...Mark.options),
        { maxKeys: 40 },
      ),
      one: fc.constantFrom(...set.indicators),
    }),
  )
  const runs = { numRuns: 500 }

  it('one more yes never takes a dimension or the outcome back', () => {
    fc.assert(
      fc.property(any, ({ set, as, act, marks, one }) => {
        const before = readDelphi(set, marks, as, act)
        const after = readDelphi(set, { ...marks, [one.id]: 'yes' }, as, act)
        for (const [i, { state }] of before.dimensions.entries()) {
          if (state === 'positive') expect(after.dimensions[i]!.state).toBe('positive')
        }
        expect(order[after.outcome]).toBeGreaterThanOrEqual(order[before.outcome])
      }),
      runs,
    )
  })

  it('a mark moves no dimension but its own', () => {
    fc.assert(
      fc.property(any, fc.constantFrom(...Mark.options), ({ set, as, act, marks, one }, mark) => {
        const [before, after] = [marks, { ...marks, [one.id]: mark }].map(
          (given) => readDelphi(set, given, as, act).dimensions,
        )
        expect(after!.filter(({ id }) => id !== one.group)).toEqual(
          before!.filter(({ id }) => id !== one.group),
        )
      }),
      runs,
    )
  })

  it('what one more answer is said to change, it changes; and nothing else does', () => {
    fc.assert(
      fc.property(any, ({ set, as, act, marks, one }) => {
        const before = readDelphi(set, marks, as, act)
        const isOpen = marks[one.id] !== 'yes' && marks[one.id] !== 'no'
        const told = before.oneMore.find(({ indicator }) => indicator === one.id)
        if (!isOpen) {
          expect(told).toBeUndefined()
          return
        }
        const after = readDelphi(set, { ...marks, [one.id]: 'yes' }, as, act)
        const turned = after.dimensions.find(
          ({ state }, i) => state === 'positive' && before.dimensions[i]!.state !== 'positive',
        )
        expect(told?.dimension ?? null).toBe(turned?.id ?? null)
        expect(told?.outcome ?? before.outcome).toBe(after.outcome)
      }),
      runs,
    )
  })

  it('no answer at all is ever taken for no: what is open can only be held open', () => {
    fc.assert(
      fc.property(any, ({ set, as, act, marks, one }) => {
        const asked = readDelphi(set, { ...marks, [one.id]: 'no' }, as, act)
        for (const mark of ['unknown', 'declined', 'not_asked'] as const) {
          const open = readDelphi(set, { ...marks, [one.id]: mark }, as, act)
          expect(order[open.couldBecome]).toBeGreaterThanOrEqual(order[asked.couldBecome])
          expect(open.outcome).toBe(asked.outcome)
        }
      }),
      runs,
    )
  })

  it('for the labour list, a dimension that is positive for an adult is so for a child, where the child’s list has its marks', () => {
    const both = delphiLabour.indicators.filter(({ weights }) => weights!.child !== null)
    const marks = fc.dictionary(
      fc.constantFrom(...both.map(({ id }) => id)),
      fc.constantFrom(...Mark.options),
      { maxKeys: 40 },
    )
    fc.assert(
      fc.property(marks, (given) => {
        const [adult, child] = (['adult', 'child'] as const).map(
          (as) => readDelphi(delphiLabour, given, as).dimensions,
        )
        for (const [i, { state }] of adult!.entries())
          if (state === 'positive') expect(child![i]!.state).toBe('positive')
      }),
      runs,
    )
  })
})
