import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { AsyliaError } from '#platform/errors'
import { Calendars } from '../catalogue/calendar.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { Jurisdiction } from '../catalogue/jurisdiction.ts'
import { Channels, Membership, Treaty } from '../catalogue/treaty.ts'
import { Vocabulary } from '../catalogue/vocabulary.ts'

/** A catalogue as it is kept: the very text its hash was made from, compressed. */
export function packCatalogue(catalogue: Catalogue): Buffer {
  const { hash: _, ...content } = catalogue
  return gzipSync(JSON.stringify(content))
}

/**
 * A kept catalogue, read again by today's schemas so that what came in since has its default. Throws
 * `law.catalogue-damaged` when its content no longer has the hash it was kept under.
 */
export function unpackCatalogue(hash: string, packed: Uint8Array): Catalogue {
  let text: string
  try {
    text = gunzipSync(packed).toString('utf8')
  } catch {
    text = ''
  }
  return catalogueFromText(hash, text)
}

export function catalogueFromText(hash: string, text: string): Catalogue {
  const found = createHash('sha256').update(text).digest('hex')
  if (found !== hash) {
    throw new AsyliaError('law.catalogue-damaged', `the catalogue kept as ${hash} now has the hash ${found}`)
  }
  const content = JSON.parse(text) as Omit<Catalogue, 'hash'>
  return {
    hash,
    vocabulary: Vocabulary.parse(content.vocabulary),
    treaties: content.treaties.map((one) => Treaty.parse(one)),
    memberships: content.memberships.map((one) => Membership.parse(one)),
    channels: Channels.parse(content.channels),
    jurisdictions: content.jurisdictions.map((one) => Jurisdiction.parse(one)),
    // Catalogues kept before there were calendars have none.
    calendars: Calendars.parse(
      (content as Partial<Catalogue>).calendars ?? { recorded: '2026-11-24', sources: {}, calendars: {} },
    ),
  }
}
