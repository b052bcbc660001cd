import { familyNames, givenNames, inArabic, inCyrillic } from './names.ts'
import type { Random } from './random.ts'
import { pickTown, type Region } from './region.ts'
import { dayOf } from './settings.ts'

/** A person as one agency wrote them down. */
export type PersonRecord = {
  record: string
  agency: 'police' | 'shelter' | 'embassy'
  givenName: string
  familyName: string
  birthDate: string
  place: string
  document: string
}

/** Somebody who can help, where, and for how many. */
export type Service = {
  name: string
  kind: 'shelter' | 'legal aid' | 'clinic' | 'labour inspection'
  place: string
  country: string
  latitude: number
  longitude: number
  capacity: number
  languages: string
}

/** People as several agencies know them, with the errors agencies make. `person` (the truth) is kept apart. */
export function makePeople(
  root: Random,
  region: Region,
  count: number,
): { record: PersonRecord; person: number }[] {
  const source = root.fork('people')
  const rows: { record: PersonRecord; person: number }[] = []
  for (let person = 0; person < count; person++) {
    const own = source.fork(person)
    const given = own.pick(givenNames)
    const family = own.pick(familyNames)
    const born = dayOf(-own.between(18 * 365, 45 * 365))
    const place = pickTown(own, region).name
    const document = `XD${own.between(100_000, 999_999)}`
    for (const agency of own
      .shuffled(['police', 'shelter', 'embassy'] as const)
      .slice(0, own.between(1, 3))) {
      const script = own.below(4)
      const write = (name: string): string =>
        script === 0 ? inCyrillic(name) : script === 1 ? inArabic(name) : mishear(own, name)
      const swapped = own.chance(0.05)
      rows.push({
        person,
        record: {
          record: `${agency[0]!.toUpperCase()}${own.between(10_000, 99_999)}-${person}`,
          agency,
          givenName: write(swapped ? family : given),
          familyName: write(swapped ? given : family),
          birthDate: own.chance(0.2) ? '' : own.chance(0.1) ? `${born.slice(0, 4)}-01-01` : born,
          place: own.chance(0.2) ? '' : place,
          document: own.chance(0.5) ? '' : document,
        },
      })
    }
  }
  return rows
}

/** A name as an ear hears it: a letter doubled, lost or softened. */
function mishear(source: Random, name: string): string {
  if (!source.chance(0.25)) return name
  const softer: readonly [RegExp, string][] = [
    [/v/, 'w'],
    [/sk/, 'shk'],
    [/th/i, 't'],
    [/ll?/, 'll'],
    [/ei/, 'ey'],
    [/q/i, 'k'],
    [/z/, 's'],
  ]
  const [from, to] = source.pick(softer)
  return name.replace(from, to)
}

export function makeServices(root: Random, region: Region): Service[] {
  const source = root.fork('services')
  return region.towns
    .filter((town) => town.population > 60_000 || source.chance(0.2))
    .map((town) => {
      const kind = source.pick(['shelter', 'shelter', 'legal aid', 'clinic', 'labour inspection'] as const)
      return {
        name: `${town.name} ${kind === 'shelter' ? 'House' : kind === 'legal aid' ? 'Law Centre' : kind === 'clinic' ? 'Clinic' : 'Labour Inspectorate'}`,
        kind,
        place: town.name,
        country: town.country,
        latitude: town.latitude,
        longitude: town.longitude,
        capacity: kind === 'shelter' ? source.between(4, 24) : source.between(10, 60),
        languages: town.second > 0.5 ? 'qaa en' : 'en',
      }
    })
}
