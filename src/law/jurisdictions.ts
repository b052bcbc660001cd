import type { Catalogue } from './catalogue/catalogue.ts'

export type JurisdictionSummary = {
  id: string
  name: string
  invented: boolean
  legalSystem: string
  offences: number
  rights: number
  /** Provisions by how far they may be trusted. */
  confidence: { draft: number; sourced: number; reviewed: number }
  /** The first day of the first offence known. */
  earliest: string
}

/** What the catalogue holds, by name; made-up countries only when asked for. */
export function listJurisdictions(
  catalogue: Catalogue,
  options: { invented?: boolean } = {},
): JurisdictionSummary[] {
  return catalogue.jurisdictions
    .filter((one) => options.invented === true || !one.invented)
    .map((one) => {
      const confidence = { draft: 0, sourced: 0, reviewed: 0 }
      for (const provision of one.provisions) confidence[provision.confidence]++
      return {
        id: one.id,
        name: one.name,
        invented: one.invented,
        legalSystem: one.legalSystem,
        offences: new Set(one.offences.map((offence) => offence.id)).size,
        rights: new Set(one.rights.map((right) => right.id)).size,
        confidence,
        earliest: one.offences.map((offence) => offence.from).sort()[0]!,
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
