import { stream } from './patterns/chance.ts'

/** A row of `sources_ad`. */
export type BenchAd = Record<string, unknown>

/**
 * Ads of about 500 characters: 40 % from templates of 2 to n/50 ads with 8 % of the words changed, ten stock phrases
 * over all, a phone an author. The same n, the same ads.
 */
export async function benchAds(n: number, put: (ad: BenchAd) => Promise<void>): Promise<void> {
  const next = stream(20_261_124)
  const syllables = Array.from(
    { length: 64 },
    (_, i) => 'bdfgklmnprstvz'[i % 14]! + 'aeiou'[i % 5]! + 'lnrst'[i % 5]!,
  )
  const vocabulary = Array.from({ length: 30_000 }, () =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, () => syllables[Math.floor(next() * 64)]!).join(''),
  )
  const word = (): string => vocabulary[Math.floor(Math.exp(next() * Math.log(vocabulary.length))) - 1]!
  const phrases = Array.from({ length: 10 }, () => Array.from({ length: 7 }, word))
  const phone = (): string => `+999 1 ${1_000_000 + Math.floor(next() * 8_999_999)}`
  const text = (): string[] => {
    const made: string[] = []
    while (made.length < 72) {
      if (next() < 0.02) made.push(...phrases[Math.floor(next() * 10)]!)
      else made.push(word())
    }
    return made
  }
  let id = 0
  const add = (words: readonly string[], contact: string): Promise<void> =>
    put({
      id: (id++).toString(16).padStart(32, '0'),
      source: 'bench',
      posted_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(next() * 300) * 86_400_000).toISOString(),
      text: words.join(' '),
      contact,
      country: 'XAA',
      place_text: `town ${Math.floor(next() * 40)}`,
      market: next() < 0.5 ? 'jobs' : 'services',
      version: 1,
    })
  while (id < 0.4 * n) {
    const model = text()
    const contact = phone()
    const size = Math.max(2, Math.min(Math.floor(2 / next() ** (1 / 1.1)), Math.floor(n / 50)))
    for (let k = 0; k < size && id < 0.4 * n; k++)
      await add(
        model.map((one) => (next() < 0.08 ? word() : one)),
        contact,
      )
  }
  while (id < n) await add(text(), phone())
}
