import type { Corpus } from '#platform/corpus'
import { listAreas } from '../counts/counts.store.ts'
import { serviceGaps, type ServiceGap } from './service-gap.ts'
import { languagesByArea, listServices } from './services.store.ts'

export type ServiceGapAnswer = {
  far: number
  knownOn: string
  /** How many open services are known. 0: nothing can be said, and every area would look like a gap. */
  services: number
  areas: ServiceGap[]
}

/** How far help is from every area where anything was observed, largest gaps first. */
export async function findServiceGaps(
  corpus: Corpus,
  query: { far: number; knownOn: string; resolution: number },
): Promise<ServiceGapAnswer> {
  const [areas, services, spoken] = await Promise.all([
    listAreas(corpus, query),
    listServices(corpus),
    languagesByArea(corpus, query),
  ])
  // Nothing known is further than anything known; a number, so that two such places can be compared.
  const farthest = ({ distances }: ServiceGap): number =>
    Math.max(...distances.map(({ kilometres }) => kilometres ?? 1e6))
  return {
    far: query.far,
    knownOn: query.knownOn,
    services: services.length,
    areas: serviceGaps(areas, services, spoken, { far: query.far }).sort(
      (a, b) => b.gaps - a.gaps || farthest(b) - farthest(a) || (a.cell < b.cell ? -1 : 1),
    ),
  }
}
