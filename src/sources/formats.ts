import type { FormatName } from './mapping/mapping.ts'
import type { Kind } from './mapping/values.ts'

/** One field of a format: what it holds, and its value where the source says nothing (absent: a row needs it). */
export type Field = { kind: Kind; default?: string | number | null | readonly string[] }

/** What a format's rows become. */
export type Format = {
  name: FormatName
  reads: 'csv' | 'jsonl'
  table: 'sources_ad' | 'sources_incident' | 'sources_statistic' | 'sources_record'
  fields: Readonly<Record<string, Field>>
  /** The rows have a place to tell: `place`, `country`, `latitude`, `longitude` become place_id, h3 and so on. */
  located: boolean
  facts: boolean
  /** The shipped mapping used when none is named. */
  defaultMapping: string
}

const text: Field = { kind: 'text', default: '' }
const place = {
  place: text,
  country: { kind: 'country', default: '' },
  latitude: { kind: 'latitude', default: null },
  longitude: { kind: 'longitude', default: null },
} as const

const ad: Omit<Format, 'name' | 'reads'> = {
  table: 'sources_ad',
  fields: {
    posted_at: { kind: 'instant' },
    title: text,
    text: { kind: 'text' },
    contact: text,
    ...place,
    market: text,
    language: text,
    images: { kind: 'list', default: [] },
  },
  located: true,
  facts: false,
  defaultMapping: 'ads',
}

/** Every format that can be imported; `sources_ad` and its kin name what the fields become. */
export const formats: Readonly<Record<FormatName, Format>> = {
  'ads-csv': { name: 'ads-csv', reads: 'csv', ...ad },
  'ads-jsonl': { name: 'ads-jsonl', reads: 'jsonl', ...ad },
  'incidents-csv': {
    name: 'incidents-csv',
    reads: 'csv',
    table: 'sources_incident',
    fields: {
      occurred_on: { kind: 'date' },
      known_on: { kind: 'date', default: '' },
      kind: { kind: 'text' },
      found_by: { kind: { oneOf: ['report', 'enforcement', 'partner', 'unknown'] }, default: 'unknown' },
      ...place,
      count: { kind: 'count' },
    },
    located: true,
    facts: false,
    defaultMapping: 'incidents',
  },
  'glotip-csv': {
    name: 'glotip-csv',
    reads: 'csv',
    table: 'sources_statistic',
    fields: {
      territory: { kind: 'text' },
      territory_name: text,
      year: { kind: 'year' },
      indicator: { kind: 'text' },
      dimension: text,
      category: text,
      sex: text,
      age: text,
      unit: text,
      count: { kind: 'count' },
    },
    located: false,
    facts: false,
    defaultMapping: 'glotip',
  },
  'ctdc-csv': {
    name: 'ctdc-csv',
    reads: 'csv',
    table: 'sources_record',
    fields: {
      year: { kind: 'year', default: 0 },
      gender: text,
      age_band: text,
      citizenship: { kind: 'country', default: '' },
      country: { kind: 'country', default: '' },
    },
    located: false,
    facts: true,
    defaultMapping: 'ctdc-2020',
  },
}
