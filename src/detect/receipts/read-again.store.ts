import { z } from 'zod'
import type { Corpus } from '#platform/corpus'
import { placeOfAd, type Trace } from '../patterns/evidence.store.ts'
import { readObservation, wording } from '../signatures/read-observation.ts'
import { consensus } from '../templates/consensus.ts'
import { sha256 } from './receipt.ts'

const Ad = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  text: z.string(),
  contact: z.string(),
  images: z.array(z.string()),
  at: z.number(),
  market: z.string(),
  country: z.string(),
  place: z.string(),
  placeText: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  language: z.string(),
})

/** An observation as it stands now, read anew: nothing that a run stored is looked at. */
export type ReadAgain = {
  sha256: string
  text: string
  /** What it says by itself: each identifier as kind and value. Which of them others show too, it cannot know. */
  identifiers: string[]
  trace: Omit<Trace, 'things' | 'number'>
}

/** The observations of these ids that are there, by id. */
export async function readAgain(corpus: Corpus, ids: readonly string[]): Promise<Map<string, ReadAgain>> {
  const found = new Map<string, ReadAgain>()
  // A server takes parameters in the address, which has an end.
  for (let from = 0; from < ids.length; from += 500) {
    const rows = await corpus.query(
      `SELECT id, toString(version) AS version, title, text, contact, images, toUnixTimestamp(posted_at) AS at, market,
         country, ${placeOfAd} AS place, place_text AS placeText, latitude, longitude, language
       FROM sources_ad FINAL WHERE id IN ({ids:Array(String)})`,
      Ad,
      { ids: ids.slice(from, from + 500) },
    )
    for (const { version, title, text, contact, images, ...trace } of rows) {
      const read = readObservation({
        id: trace.id,
        version,
        title,
        text,
        contact,
        images,
        country: trace.country,
      })
      found.set(trace.id, {
        sha256: sha256(JSON.stringify([title, text, contact, images, trace])),
        text,
        identifiers: [...new Set(read.kinds.map((kind, i) => `${kind} ${read.values[i]!}`))],
        trace: { ...trace, masked: read.masked, text: wording(title, text) },
      })
    }
  }
  return found
}

/** The template of some texts by a hash: over the dozen that are shown, the first by time. */
export function hashOfWording(own: readonly { trace: { id: string; at: number }; text: string }[]): string {
  const shown = own
    .toSorted((a, b) => a.trace.at - b.trace.at || (a.trace.id < b.trace.id ? -1 : 1))
    .slice(0, 12)
    .map(({ trace: { id }, text }) => ({ id, text }))
  return sha256(JSON.stringify(consensus(shown).parts))
}
