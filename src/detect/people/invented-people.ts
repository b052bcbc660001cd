import type { PersonRecord } from './linkage/index.ts'

/** A stream of numbers in [0, 1) (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type InventedPeople = { records: PersonRecord[]; truth: Map<string, number> }

/**
 * Records about invented persons, 1 to 6 each, with slips, missing fields, initials and swapped names. Names, towns
 * and codes are made of syllables and belong to nobody. Given names are few and unevenly common, surnames many.
 */
export function inventPeople(n: number, seed = 20_261_124): InventedPeople {
  const next = numbers(seed)
  const pick = (bound: number): number => Math.floor(next() * bound)
  const syllables = ['ba', 'dor', 'fel', 'gan', 'hir', 'jo', 'kem', 'lu', 'mar', 'nis', 'or', 'pel', 'rui', 'sa', 'tev', 'ul', 'vin', 'wes', 'yal', 'zor'] // prettier-ignore
  const word = (least: number): string =>
    Array.from({ length: least + pick(2) }, () => syllables[pick(syllables.length)]!).join('')
  const common = (list: readonly string[]): string => list[Math.floor(list.length * next() ** 2.5)]!
  const given = Array.from({ length: 400 }, () => word(2))
  const surnames = Array.from({ length: Math.max(300, Math.ceil(n / 8)) }, () => word(2) + word(1))
  const places = Array.from({ length: 200 }, () => `${word(2)} town`)
  const slip = (text: string): string => {
    if (text.length < 3) return text
    const at = pick(text.length - 1)
    const kind = pick(3)
    if (kind === 0) return text.slice(0, at) + text.slice(at + 1)
    if (kind === 1) return text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2)
    return (
      text.slice(0, at) + (/\d/.test(text[at]!) ? String(pick(10)) : 'aeiou'[pick(5)]!) + text.slice(at + 1)
    )
  }
  const records: PersonRecord[] = []
  const truth = new Map<string, number>()
  for (let person = 0; records.length < n; person++) {
    const place = pick(places.length)
    const own = {
      givenName: common(given),
      surname: common(surnames),
      birthDate: new Date(Date.UTC(1940 + pick(65), pick(12), 1 + pick(28))).toISOString().slice(0, 10),
      place: places[place]!,
      postcode: `${String(place).padStart(3, '0')}${String(pick(60)).padStart(2, '0')}`,
    }
    const copies = 1 + Math.floor(6 * next() ** 3)
    for (let copy = 0; copy < copies && records.length < n; copy++) {
      const values: PersonRecord['values'] = { ...own }
      for (const field of ['givenName', 'surname', 'birthDate', 'place', 'postcode'] as const) {
        const luck = next()
        if (luck < 0.08) values[field] = ''
        else if (luck < 0.18) values[field] = slip(own[field])
      }
      if (next() < 0.02) [values.givenName, values.surname] = [values.surname ?? '', values.givenName ?? '']
      if (next() < 0.03) values.givenName = own.givenName[0]!
      const id = `r${records.length}`
      records.push({ id, values })
      truth.set(id, person)
    }
  }
  return { records, truth }
}
