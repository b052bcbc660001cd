import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvFields, csvLine, guessDelimiter } from './csv-fields.ts'
import { CsvSplitter, LineSplitter, type RawRecord, type RecordSplitter } from './records.ts'

function split(splitter: RecordSplitter, text: Buffer, chunk: number, cut = false): RawRecord[] {
  const records: RawRecord[] = []
  for (let at = 0; at < text.length; at += chunk)
    records.push(...splitter.push(text.subarray(at, at + chunk)))
  return [...records, ...splitter.finish(cut)]
}
const read = (text: string, chunk = 7) =>
  split(new CsvSplitter(','), Buffer.from(text), chunk).map(
    ({ text: record, problem }) => problem?.found ?? csvFields(record, ','),
  )

describe('CSV', () => {
  it('is read as the csv-parse package reads it, however it is cut into chunks', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', '😀', '') })
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      )
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), (rows, chunk) => {
        const text = rows.map((row) => csvLine(['x', ...row])).join('')
        const expected = parse(text) as string[][]
        expect(read(text, chunk)).toEqual(expected)
        expect(expected).toEqual(rows.map((row) => ['x', ...row]))
      }),
      { numRuns: 300 },
    )
  })

  it('a quote that never closes costs its own line and no other', () => {
    expect(read('a,b\n1,"two\n3,4\n5,6\n')).toEqual([
      ['a', 'b'],
      'a quote that is not closed',
      ['3', '4'],
      ['5', '6'],
    ])
  })

  it('text after a closing quote is a mistake of that line', () => {
    expect(read('a\n"one" two\nthree\n')).toEqual([['a'], 'text after a closing quote', ['three']])
  })

  it('a quote inside an unquoted field is a character', () => {
    expect(read('a,b\n5" pipe,ok\n')).toEqual([
      ['a', 'b'],
      ['5" pipe', 'ok'],
    ])
  })

  it('counts rows as a spreadsheet does and bytes to the next record', () => {
    const records = split(new CsvSplitter(','), Buffer.from('a\r\n"é\n2"\r\n\r\nz'), 3)
    expect(records.map(({ row, end }) => [row, end])).toEqual([
      [1, 3],
      [2, 11],
      [4, 14],
    ])
  })

  it('guesses the delimiter of a header', () => {
    expect(['a,b', 'a;b;"x,y,z"', 'a\tb', 'a|b', 'a'].map(guessDelimiter)).toEqual([',', ';', '\t', '|', ','])
  })
})

describe('lines', () => {
  it('of ten megabytes are refused without being held, and the next line is read', () => {
    const text = Buffer.concat([Buffer.from('one\n'), Buffer.alloc(10 << 20, 'x'), Buffer.from('\nthree\n')])
    const records = split(new LineSplitter(0, 0), text, 1 << 16)
    expect(records.map(({ row, problem, end }) => [row, problem?.found, end])).toEqual([
      [1, undefined, 4],
      [2, 'a record of 10,485,760 bytes', 4 + (10 << 20) + 1],
      [3, undefined, text.length],
    ])
    expect(records[1]!.text.length).toBeLessThan(5000)
  })

  it('in another encoding are refused one by one, naming the byte', () => {
    const text = Buffer.concat([
      Buffer.from('good é\nbad caf'),
      Buffer.from([0xe9]),
      Buffer.from(' au lait\ngood\n'),
    ])
    const records = split(new LineSplitter(0, 0), text, 5)
    expect(records.map(({ problem }) => problem?.found)).toEqual([
      undefined,
      'the byte E9 after "bad caf"',
      undefined,
    ])
  })

  it('cut off by the end of a damaged file are not taken for whole', () => {
    const records = split(new LineSplitter(0, 0), Buffer.from('{"a":1}\n{"a":22'), 4, true)
    expect(records.map(({ problem }) => problem?.found)).toEqual([
      undefined,
      'a record cut off by the end of the file',
    ])
  })
})
