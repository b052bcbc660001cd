import { expect, test } from 'vitest'
import { arrange, type Arrangement } from './rows.ts'

type Row = { code: string; place: string; age: number | null }
const rows: Row[] = [
  { code: 'HERON-2', place: 'Tártagal', age: 31 },
  { code: 'HERON-10', place: 'Orán', age: null },
  { code: 'OTTER-1', place: 'Orán', age: 16 },
]
const columns = [
  { id: 'code', header: 'Code', value: (row: Row) => row.code },
  { id: 'place', header: 'Place', value: (row: Row) => row.place },
  { id: 'age', header: 'Age', value: (row: Row) => row.age },
]
const facets = [{ id: 'place', value: (row: Row) => row.place }]
const codes = (wanted: Partial<Arrangement>): string[] =>
  arrange(rows, columns, facets, { text: '', facets: {}, sort: undefined, ...wanted }).map(({ code }) => code)

test('every word must be found, whatever its accents or case', () => {
  expect(codes({ text: 'oran heron' })).toEqual(['HERON-10'])
  expect(codes({ text: 'TARTAGAL' })).toEqual(['HERON-2'])
})

test('facets narrow the list', () =>
  expect(codes({ facets: { place: 'Orán' } })).toEqual(['HERON-10', 'OTTER-1']))

test('codes sort as people count', () => {
  expect(codes({ sort: { by: 'code', down: false } })).toEqual(['HERON-2', 'HERON-10', 'OTTER-1'])
})

test('what is not known stands last in both directions', () => {
  expect(codes({ sort: { by: 'age', down: false } })).toEqual(['OTTER-1', 'HERON-2', 'HERON-10'])
  expect(codes({ sort: { by: 'age', down: true } })).toEqual(['HERON-2', 'OTTER-1', 'HERON-10'])
})
