import type { Jurisdiction } from './catalogue/jurisdiction.ts'

/** A jurisdiction's provisions as linked data: schema.org's Legislation (made from ELI), with our own terms beside. */
export type JsonLd = { '@context': Record<string, unknown>; '@graph': Record<string, unknown>[] }

const force: Record<string, string> = {
  in_force: 'https://schema.org/InForce',
  not_commenced: 'https://schema.org/NotInForce',
  repealed: 'https://schema.org/NotInForce',
  struck_down: 'https://schema.org/NotInForce',
  bill: 'https://schema.org/NotInForce',
}

const kinds: Record<string, string> = {
  treaty: 'International treaty',
  statute: 'Act',
  regulation: 'Regulation',
  guidance: 'Guidance',
  case: 'Judgment',
}

/** `@id` is the ELI, Akoma Ntoso id or official address where there is one, else a name of ours that goes nowhere. */
export function toJsonLd(jurisdiction: Jurisdiction): JsonLd {
  const addresses = new Map(
    jurisdiction.instruments.map((one) => [one.id, one.locator ?? `urn:asylia:law:${one.id}`]),
  )
  const instruments = jurisdiction.instruments.map((one) => ({
    '@id': addresses.get(one.id),
    '@type': 'Legislation',
    name: one.title,
    legislationType: kinds[one.kind],
    legislationJurisdiction: jurisdiction.id,
  }))
  const provisions = jurisdiction.provisions.map((one) => {
    const source = jurisdiction.sources[one.source]!
    return {
      '@id': `urn:asylia:law:${one.id}:${one.from}`,
      '@type': 'Legislation',
      isPartOf: { '@id': addresses.get(one.instrument) },
      legislationIdentifier: one.number,
      legislationLegalForce: { '@id': force[one.status] },
      temporalCoverage: `${one.from}/${one.to ?? '..'}`,
      abstract: one.paraphrase,
      legislationJurisdiction: jurisdiction.id,
      isBasedOn: source.url ?? source.text,
      confidence: one.confidence,
      sourceKind: source.kind,
      ...(one.textHash ? { textHash: `sha256:${one.textHash}` } : {}),
    }
  })
  return {
    '@context': {
      '@vocab': 'https://schema.org/',
      confidence: 'urn:asylia:law:confidence',
      sourceKind: 'urn:asylia:law:sourceKind',
      textHash: 'urn:asylia:law:textHash',
    },
    '@graph': [...instruments, ...provisions],
  }
}
