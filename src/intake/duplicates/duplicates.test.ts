import { describe, expect, it } from 'vitest'
import { Report } from '../report/report.ts'
import { compareReports } from './compare.ts'
import { marksOf } from './marks.ts'
import { rarity } from './rarity.ts'

const at = new Date('2026-03-04T05:00:00Z')
const told = (report: Partial<Report>, receivedAt = at) => ({ report: Report.parse(report), receivedAt })
const kinds = (a: Partial<Report>, b: Partial<Report>) =>
  compareReports(told(a), told(b))?.reasons.map(({ kind }) => kind) ?? []

describe('what two reports have in common', () => {
  it('finds one number in two ways of writing, with and without its prefix, in other digits too', () => {
    const one = { story: 'Her number is 0721 555 6677' }
    expect(kinds(one, { story: 'call +40 721-555-66-77' })).toContain('phone')
    expect(kinds(one, { story: 'رقمها ٠٧٢١٥٥٥٦٦٧٧' })).toContain('phone')
    expect(kinds(one, { story: 'call 0721 555 6678' })).not.toContain('phone')
  })

  it('finds plates, accounts and names, and says which', () => {
    const likeness = compareReports(
      told({ story: 'A white van, B-77-XKZ, driven by Mister Belov.' }),
      told({ story: 'I saw the van B77XKZ again and that man Belov was in it.' }),
    )
    expect(likeness?.reasons.find(({ kind }) => kind === 'identifier')?.said).toEqual(['B-77-XKZ'])
    expect(likeness?.reasons.find(({ kind }) => kind === 'name')?.said).toEqual(['Belov'])
  })

  it('finds the same place and words in Arabic, which has no capitals', () => {
    const story = 'يحتجزون جوازات السفر في المزرعة ولا يدفعون الأجر منذ ثلاثة أشهر'
    expect(kinds({ story, place: 'قرب فوجيا' }, { story: `قال لي صديق: ${story}`, place: 'فوجيا' })).toEqual(
      expect.arrayContaining(['place', 'wording']),
    )
  })

  it('takes neither a common place nor the hour alone for one event', () => {
    expect(
      compareReports(told({ place: 'Rome', since: 'now' }), told({ place: 'Rome', since: 'now' })),
    ).toBeUndefined()
    expect(compareReports(told({}), told({}))).toBeUndefined()
    expect(kinds({ place: 'near the farm' }, { place: 'near the road' })).toEqual([])
  })

  it('weighs what many say for little, but a number for something until nearly all have it', () => {
    const weights = (kind: 'word' | 'phone', all: number) =>
      [2, 3, 10, 50].map((having) => rarity(kind, having, all))
    for (const all of [60, 600, 60_000]) {
      const [words, phones] = [weights('word', all), weights('phone', all)]
      expect(words[0]).toBe(1)
      expect(words.toSorted((a, b) => b - a)).toEqual(words)
      for (const [i, word] of words.entries()) expect(phones[i]).toBeGreaterThanOrEqual(word)
    }
    expect(weights('word', 60).at(-1)).toBe(0)
    expect(weights('phone', 60).at(-1)).toBeGreaterThan(0)
    // Two reports alone in the records: nothing is usual there.
    expect(rarity('name', 2, 2)).toBe(1)
  })

  it('says what speaks against it', () => {
    const later = new Date(at.getTime() + 100 * 86_400_000)
    const story = 'Her number is 0721 555 6677'
    expect(
      compareReports(told({ story, child: 'yes' }), told({ story, child: 'no' }, later))?.against,
    ).toEqual(['child', 'time'])
  })

  it('is bounded for the longest story, and reads right-to-left overrides as nothing', () => {
    const long = Array.from({ length: 3_300 }, (_, i) => `wordnumber${i}`)
      .join(' ')
      .slice(0, 20_000)
    expect(marksOf(Report.parse({ story: long })).length).toBeLessThanOrEqual(600)
    expect(kinds({ story: 'call 0721\u202e555\u202c6677' }, { story: '0721 555 6677' })).not.toContain('name')
  })
})
