import { latLngToCell } from 'h3-js'
import type { Corpus } from '#platform/corpus'

const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)

/**
 * Three years of incidents in 36 made-up towns at sea: always the same. Two neighbouring towns have four times as much
 * in the last half year; calls that only ask come from everywhere alike.
 */
export async function plantIncidents(corpus: Corpus, lastDay: string): Promise<void> {
  let state = 7
  // Numerical Recipes' generator: the same numbers on every machine.
  const chance = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const rows = Array.from({ length: 156 * 7 }, (_, ago) => ago).flatMap((ago) =>
    Array.from({ length: 36 }, (_, town) => town).flatMap((town) => {
      const at = [-45 + Math.floor(town / 6) * 0.9, -130 + (town % 6) * 1.3] as const
      const told = (town === 8 || town === 9) && ago < 182 ? 0.6 : 0.15
      const day = daysBefore(lastDay, ago)
      const kinds = [...(chance() < told ? ['labour'] : []), ...(chance() < 0.25 ? ['information'] : [])]
      return kinds.map((kind) => ({ day, kind, at, town }))
    }),
  )
  await corpus.insert(
    'sources_incident',
    rows.map(({ day, kind, at, town }, row) => ({
      id: row.toString(16).padStart(32, '0'),
      source: 'hotline',
      external_id: String(row),
      occurred_on: day,
      known_on: day,
      kind,
      found_by: 'report',
      place_text: `Town ${town}`,
      country: 'XAA',
      latitude: at[0],
      longitude: at[1],
      h3: BigInt(`0x${latLngToCell(at[0], at[1], 7)}`),
      count: 1,
      count_low: 1,
      count_high: 1,
      attributes: {},
      version: 1,
    })),
  )
}
