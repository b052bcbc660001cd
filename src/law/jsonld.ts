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

/**
 * The Akoma Ntoso element id of an official number (AKN Naming Convention 1.0, section 5): `s.3(1)(a)` →
 * `sec_3__subsec_1__para_a`, `art. 5(2)` → `art_5__para_2`. Undefined for a number that names more than one place, or
 * that is not of this shape.
 */
export function eIdOf(number: string): string | undefined {
  const found = /^(s|sec|section|art|article)[.\s]*(\d+[a-z]*)((?:\([0-9a-z]+\))*)(?:\s*\(.*\))?$/i.exec(
    number.trim(),
  )
  if (!found) return undefined
  const kind = found[1]!.toLowerCase().startsWith('a') ? 'art' : 'sec'
  const levels = kind === 'art' ? ['para', 'point', 'subpoint'] : ['subsec', 'para', 'subpara']
  const inner = [...found[3]!.matchAll(/\(([0-9a-z]+)\)/gi)].map((one) => one[1]!)
  if (inner.length > levels.length) return undefined
  return [`${kind}_${found[2]}`, ...inner.map((one, i) => `${levels[i]}_${one}`)].join('__')
}

const isAkomaNtoso = (address: string): boolean => /(^|\/)akn\/[a-z]{2}/.test(address)

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
    const work = addresses.get(one.instrument)!
    const part = eIdOf(one.number)
    return {
      '@id': `urn:asylia:law:${one.id}:${one.from}`,
      ...(part ? { eId: part } : {}),
      ...(part && isAkomaNtoso(work) ? { sameAs: `${work}#${part}` } : {}),
      '@type': 'Legislation',
      isPartOf: { '@id': work },
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
      eId: 'http://docs.oasis-open.org/legaldocml/ns/akn/3.0#eId',
      confidence: 'urn:asylia:law:confidence',
      sourceKind: 'urn:asylia:law:sourceKind',
      textHash: 'urn:asylia:law:textHash',
    },
    '@graph': [...instruments, ...provisions],
  }
}
