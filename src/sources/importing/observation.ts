import { hash } from 'node:crypto'
import { latLngToCell } from 'h3-js'
import { isCountryCode, openGazetteer, placeKey } from '../gazetteer/index.ts'
import type { Format } from '../formats.ts'
import type { Mapping } from '../mapping/mapping.ts'
import type { Mistake, ReadRow } from '../mapping/row-reader.ts'
import type { Count } from '../mapping/values.ts'

/** One good row, ready for the corpus: `line` is its JSONEachRow but for the version and the closing brace. */
export type Observation = { id: string; contentHash: string; line: string }

export type Provenance = { source: string; importId: string; row: number }

const h3Resolution = 7
const hash32 = (text: string) => hash('sha256', text, 'hex').slice(0, 32)

/** Turns a row that was read into an observation, or says what is wrong with its values taken together. */
export function observationOf(
  format: Format,
  mapping: Mapping,
  row: ReadRow,
  from: Provenance,
  rowId: string,
): Observation | Mistake[] {
  const { values } = row
  const fields: Record<string, unknown> = {}
  for (const name of Object.keys(format.fields)) {
    const value = values[name]
    if (name === 'place') fields.place_text = value
    else if (format.fields[name]!.kind === 'count') {
      const { count, low, high } = value as Count
      fields.count = count
      fields.count_low = low
      fields.count_high = high
    } else if (!(format.located && (name === 'country' || name === 'latitude' || name === 'longitude')))
      fields[name] = value
  }
  if (fields.known_on === '') fields.known_on = fields.occurred_on
  if (typeof fields.known_on === 'string' && fields.known_on < (fields.occurred_on as string)) {
    return [
      {
        field: 'known_on',
        found: fields.known_on,
        expected: `not before ${fields.occurred_on as string}, when it happened`,
      },
    ]
  }
  if (format.table === 'sources_statistic') {
    const territory = values.territory as string
    fields.country = isCountryCode(territory) ? territory : ''
  }
  if (row.facts !== undefined) fields.facts = row.facts
  fields.attributes = row.attributes
  const json = wholeJson(fields)
  if (json.includes('\\u0000')) {
    const field =
      Object.keys(values).find((name) => JSON.stringify(values[name]).includes('\\u0000')) ?? 'attributes'
    return [{ field, found: 'a NUL character (U+0000)', expected: 'text without it' }]
  }
  const place = format.located ? locate(values) : ''
  if (typeof place !== 'string') return [place]
  // With the place as it was told, so that the same file imported under a better gazetteer mends its places.
  const contentHash = hash32(json + place)
  const externalId = externalIdOf(mapping, row, json, rowId)
  const id = hash32(`${from.source}\0${externalId}`)
  const line =
    `${json.slice(0, -1)}${place},"id":"${id}","source":${JSON.stringify(from.source)},"external_id":${JSON.stringify(externalId)},` +
    `"content_hash":"${contentHash}","import_id":"${from.importId}","row":${from.row}`
  return { id, contentHash, line }
}

function externalIdOf(
  mapping: Mapping,
  { externalId, values }: ReadRow,
  json: string,
  rowId: string,
): string {
  if (mapping.id === 'row') return rowId
  if (mapping.id !== 'content') return wellFormed(externalId)
  // Of what the row itself says: the place it is told to be may be told better one day.
  const { country = '', latitude = null, longitude = null } = values
  return hash32(json + JSON.stringify([country, latitude, longitude]))
}

/** JSON whose texts are all well formed: half of a surrogate pair, as cut-off emoji leave it, becomes U+FFFD. */
function wholeJson(fields: Record<string, unknown>): string {
  const json = JSON.stringify(fields)
  if (!json.includes('\\ud')) return json
  return JSON.stringify(fields, (_, value: unknown) => {
    if (typeof value === 'string') return wellFormed(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [wellFormed(key), inner as unknown]),
    )
  })
}

const wellFormed = (text: string) => Buffer.from(text).toString()

/** The place's columns as JSON to append. A point in the row wins over the gazetteer's. */
function locate(values: ReadRow['values']): string | Mistake {
  const text = values.place as string
  let country = values.country as string
  let latitude = values.latitude as number | null
  let longitude = values.longitude as number | null
  if ((latitude === null) !== (longitude === null)) {
    return {
      field: latitude === null ? 'latitude' : 'longitude',
      found: '(empty)',
      expected: 'both latitude and longitude, or neither',
    }
  }
  if (latitude !== null && longitude !== null) {
    if (latitude === 0 && longitude === 0) {
      return {
        field: 'latitude',
        found: '0, 0',
        expected: 'a point (0, 0 stands for "unknown" in many exports: leave both empty)',
      }
    }
    if (country !== '' && !isMadeUp(country) && openGazetteer().looksSwapped(latitude, longitude, country)) {
      return {
        field: 'latitude',
        found: `${latitude}, ${longitude}`,
        expected: `a point in ${country} (latitude and longitude look swapped)`,
      }
    }
  }
  let placeId = ''
  if (isMadeUp(country)) placeId = text === '' ? country : `${country}.${placeKey(text)}`
  else if (text !== '' || country !== '') {
    const place = openGazetteer().resolve(text, country)
    if (place.found) placeId = place.placeId
    if (country === '') country = place.country
    if (place.found && latitude === null) {
      latitude = place.latitude
      longitude = place.longitude
    }
  }
  const cell = latitude === null || longitude === null ? '0' : cellOf(latitude, longitude)
  return `,"place_id":${JSON.stringify(placeId)},"country":"${country}","latitude":${latitude},"longitude":${longitude},"h3":"${cell}"`
}

/** User-assigned codes (ISO 3166-1 §8.1.3) but Kosovo's: the demo's countries, of which no gazetteer knows. */
const isMadeUp = (country: string) => country.startsWith('X') && country !== 'XKX'

const cells = new Map<string, string>()

function cellOf(latitude: number, longitude: number): string {
  const key = `${latitude},${longitude}`
  let cell = cells.get(key)
  if (cell === undefined) {
    if (cells.size > 20_000) cells.clear()
    cell = BigInt(`0x${latLngToCell(latitude, longitude, h3Resolution)}`).toString()
    cells.set(key, cell)
  }
  return cell
}
