import type { PlainDate } from '#model'
import { BadInput } from '#platform/errors'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import type { Confidence, Provision, Source, Status } from './catalogue/provision.ts'
import { nearest } from './nearest.ts'

/** The two times of a question: what the law was on a day, as this catalogue knew it on a day (today if not told). */
export type Moment = { on: PlainDate; knownOn?: PlainDate | undefined }

type Dated = {
  from: string
  to?: string | undefined
  recorded?: string | undefined
  withdrawn?: string | undefined
}

/** Whether a statement held at a moment: in law, and in our knowledge. */
export function heldAt(entry: Dated, { on, knownOn }: Moment, fileRecorded: string): boolean {
  if (on < entry.from || (entry.to !== undefined && on >= entry.to)) return false
  if (knownOn === undefined) return entry.withdrawn === undefined
  return (
    (entry.recorded ?? fileRecorded) <= knownOn &&
    (entry.withdrawn === undefined || entry.withdrawn > knownOn)
  )
}

/** Where an answer comes from; no sentence of ours about the law goes without one. */
export type Cite = {
  provision: string
  instrument: string
  number: string
  locator: string | null
  /** The days this version was the law: from, and the first day it no longer was. */
  version: { from: PlainDate; to: PlainDate | null; verified: boolean }
  status: Status
  paraphrase: string
  confidence: Confidence
  source: { kind: Source['kind']; text: string; url: string | null; readOn: PlainDate | null }
  /** SHA-256 of the text it was checked against; null: none is recorded. */
  textHash: string | null
}

/** A provision as a citation, in the version of the moment, or the nearest one when none held. */
export function citeOf(jurisdiction: Jurisdiction, id: string, moment: Moment): Cite {
  const versions = jurisdiction.provisions.filter((one) => one.id === id)
  const provision =
    versions.find((one) => heldAt(one, moment, jurisdiction.recorded)) ??
    versions.findLast((one) => one.from <= moment.on) ??
    versions[0]
  if (!provision) throw new TypeError(`${jurisdiction.id}: no provision ${id}`)
  return citeProvision(jurisdiction, provision)
}

function citeProvision(jurisdiction: Jurisdiction, provision: Provision): Cite {
  const instrument = jurisdiction.instruments.find((one) => one.id === provision.instrument)!
  const source = jurisdiction.sources[provision.source]!
  return {
    provision: provision.id,
    instrument: instrument.title,
    number: provision.number,
    locator: instrument.locator ?? null,
    version: { from: provision.from, to: provision.to ?? null, verified: provision.datesVerified },
    status: provision.status,
    paraphrase: provision.paraphrase,
    confidence: provision.confidence,
    source: {
      kind: source.kind,
      text: source.text,
      url: source.url ?? null,
      readOn: source.readOn ?? null,
    },
    textHash: provision.textHash ?? null,
  }
}

const trust: Confidence[] = ['draft', 'sourced', 'reviewed']

/** The weakest of several: an answer is worth its least certain part. */
export function weakest(cites: readonly Cite[]): Confidence {
  return trust[Math.min(...cites.map((cite) => trust.indexOf(cite.confidence)))] ?? 'draft'
}

/** Read in the text itself or a copy of it; a second-hand account does not verify. */
export function isVerified(cite: Cite): boolean {
  return cite.confidence !== 'draft' && cite.source.kind !== 'secondary' && cite.source.kind !== 'memory'
}

/** The jurisdiction of a code. Throws `BadInput` that lists what there is. */
export function getJurisdiction(catalogue: Catalogue, id: string): Jurisdiction {
  const found = catalogue.jurisdictions.find((one) => one.id === id)
  if (found) return found
  const ids = catalogue.jurisdictions.map((one) => one.id)
  const near = nearest(id, ids)
  throw new BadInput(
    `jurisdiction ${id} is not in the catalogue${near ? `; did you mean ${near}?` : ''} It has ${ids.join(', ')}`,
    { field: 'jurisdiction' },
  )
}

/** Refuses a day before the first law the catalogue knows of a jurisdiction; `field`: where the day was told. */
export function requireLawOn(jurisdiction: Jurisdiction, on: PlainDate, field = 'on'): void {
  const earliest = jurisdiction.offences.map((one) => one.from).sort()[0]!
  if (on < earliest) {
    throw new BadInput(
      `${field.includes('.') ? `fact ${field}: ` : ''}the catalogue has no law of ${jurisdiction.id} on ${on}; the earliest it knows is of ${earliest}`,
      { field, earliest },
    )
  }
}

/** Refuses a day on which this catalogue knew nothing of a jurisdiction: its silence would read as 'no offence'. */
export function requireKnownOn(
  { id, recorded, offences }: Jurisdiction,
  knownOn: PlainDate | undefined,
): void {
  const first = offences.map((one) => one.recorded ?? recorded).sort()[0]!
  if (knownOn !== undefined && knownOn < first) {
    throw new BadInput(
      `the catalogue knew nothing of ${id} on ${knownOn}; it was first recorded on ${first}`,
      {
        field: 'knownOn',
      },
    )
  }
}

/** Refuses two days in the wrong order: nothing can have changed between them. */
export function requireInOrder(since: PlainDate, until: PlainDate): void {
  if (until < since) {
    throw new BadInput(`found ${since}, which is after ${until}, expected the earlier day first`, {
      field: 'since',
    })
  }
}

export const disclaimer =
  'Information about the law, not legal advice. Paraphrases are ours; drafts were not checked against a text. Ask a lawyer before relying on it.'
