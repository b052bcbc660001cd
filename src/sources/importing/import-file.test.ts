import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemActor } from '#platform/access'
import { Count, type Corpus } from '#platform/corpus'
import { BadInput } from '#platform/errors'
import { testCorpus, testDatabase, testFolder } from '#test/stores'
import { type FormatName, parseMapping, readMapping } from '../mapping/mapping.ts'
import { importFile, type ImportStores } from './import-file.ts'

const actor = systemActor('test')
let stores: ImportStores
let corpus: Corpus
const folder = testFolder()

beforeAll(async () => {
  corpus = await testCorpus()
  stores = { db: await testDatabase(), corpus, dataFolder: join(folder, 'data') }
})

let files = 0
function file(content: string | Buffer, name = `file${++files}.csv`): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
function run(path: string, format: FormatName = 'ads-csv', mapping = readMapping('ads'), source = path) {
  return importFile(stores, { format, path, mapping, source, actor })
}
async function ads(source: string) {
  const Row = z.object({
    external_id: z.string(),
    text: z.string(),
    posted_at: z.string(),
    place_id: z.string(),
    row: Count,
  })
  return corpus.query(
    `SELECT external_id, text, toString(posted_at) AS posted_at, place_id, row FROM sources_ad FINAL WHERE source = {source:String} ORDER BY external_id`,
    Row,
    { source },
  )
}
const header = 'id,posted_at,text,place,country\n'

describe('an import', () => {
  it('takes good rows, and the same file twice adds nothing', async () => {
    const path = file(
      `${header}a,2026-03-01,"Work, well paid",Lagos,NG\nb,2026-03-02T10:00:00+02:00,Rooms,"London, UK",\n`,
    )
    expect(await run(path)).toMatchObject({
      read: 2,
      added: 2,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      state: 'done',
      rejectedFile: null,
    })
    expect(await ads(path)).toEqual([
      {
        external_id: 'a',
        text: 'Work, well paid',
        posted_at: '2026-03-01 00:00:00',
        place_id: 'NGA.05.lagos',
        row: 2,
      },
      {
        external_id: 'b',
        text: 'Rooms',
        posted_at: '2026-03-02 08:00:00',
        place_id: 'GBR.ENG.GLA.london',
        row: 3,
      },
    ])
    expect(await run(path)).toMatchObject({ read: 2, added: 0, unchanged: 2 })
  })

  it('says plainly that a file has no row, or no column of days', async () => {
    expect(await run(file(header))).toMatchObject({ state: 'done', read: 0, notes: ['no row in it'] })
    const noDay = 'no column for posted_at: every day is unknown (looked for posted_at or posted or date)'
    expect(await run(file('id,text\na,Work\n'))).toMatchObject({ added: 1, notes: [noDay] })
    expect(await run(file('id,text\n'))).toMatchObject({ read: 0, notes: ['no row in it', noDay] })
  })

  it('refuses a mapping whose aliases stand for too much, or for nothing, by its name', () => {
    const level = (n: number) =>
      `l${n}: &l${n} [${Array(10)
        .fill(`*l${n - 1}`)
        .join(', ')}]`
    const bomb = ['l0: &l0 [lol]', ...[1, 2, 3, 4, 5, 6, 7, 8].map(level)].join('\n')
    expect(() => parseMapping(bomb, 'bomb.yaml')).toThrow(BadInput)
    expect(() => parseMapping(bomb, 'bomb.yaml')).toThrow(/^bomb\.yaml: .*alias/)
    expect(() => parseMapping('a: &a [*a]', 'round.yaml')).toThrow(BadInput)
    expect(() => parseMapping('a: *b', 'loose.yaml')).toThrow(BadInput)
  })

  it('knows a changed row from a new one', async () => {
    const path = file(`${header}a,2026-03-01,one,,\nb,2026-03-01,two,,\n`)
    await run(path)
    writeFileSync(path, `${header}a,2026-03-01,one,,\nb,2026-03-01,two changed,,\nc,2026-03-01,three,,\n`)
    expect(await run(path)).toMatchObject({ read: 3, added: 1, updated: 1, unchanged: 1 })
    expect((await ads(path)).map(({ text }) => text)).toEqual(['one', 'two changed', 'three'])
  })

  it('counts doubles within a file once; the last of two versions stays', async () => {
    const path = file(`${header}a,2026-03-01,one,,\na,2026-03-01,one,,\na,2026-03-01,later,,\n`)
    expect(await run(path)).toMatchObject({
      read: 3,
      added: 1,
      unchanged: 1,
      updated: 1,
      notes: [
        '1 rows or more had the id of an earlier row and other content: only the last of each id is kept',
      ],
    })
    expect((await ads(path)).map(({ text }) => text)).toEqual(['later'])
  })

  it('puts bad rows into a file that can be mended and imported again', async () => {
    const path = file(
      `${header}a,31/02/2026,one,,\nb,2026-03-01,two,,Atlantis\nc,2026-03-01,three,,\nd,2026-03-01,,,\ne,2026-03-01\n`,
    )
    const first = await run(path)
    expect(first).toMatchObject({ read: 5, added: 1, rejected: 4, rejectedFile: `${path}.rejects.csv` })
    expect(first.firstRejects[0]).toEqual({
      row: 2,
      field: 'posted_at',
      found: '31/02/2026',
      expected:
        'a date YYYY-MM-DD, or with a time YYYY-MM-DDTHH:MM:SSZ (if all are written otherwise, write their "format" in the mapping, such as dd/MM/yyyy)',
    })
    const rejects = readFileSync(first.rejectedFile!, 'utf8')
    expect(rejects.split('\r\n')[0]).toBe('id,posted_at,text,place,country,_row,_field,_found,_expected,_raw')
    expect(rejects).toContain('e,2026-03-01,,,,6,,2 fields,"5 fields, as in the header",')
    const mended = rejects
      .replace('31/02/2026', '2026-02-28')
      .replace(',Atlantis', ',GRC')
      .replace('e,2026-03-01,,', 'e,2026-03-01,five,')
    writeFileSync(first.rejectedFile!, mended)
    const second = await run(first.rejectedFile!, 'ads-csv', readMapping('ads'), path)
    expect(second).toMatchObject({ read: 4, added: 3, rejected: 1 })
    expect((await ads(path)).map(({ external_id }) => external_id)).toEqual(['a', 'b', 'c', 'e'])
  })

  it('mended rows without an id of their own keep their place in the first file', async () => {
    const path = file('yearOfRegistration,gender,citizenship\n2016,Female,0\n2016,Female,0\nxx,Female,PH\n')
    const mapping = readMapping('ctdc-2020')
    const slim = parseMapping(mapping.yaml.replace(/facts:[\s\S]*?attributes/, 'attributes'), 'slim.yaml')
    const first = await run(path, 'ctdc-csv', slim)
    expect(first).toMatchObject({ read: 3, added: 2, rejected: 1 })
    writeFileSync(
      first.rejectedFile!,
      readFileSync(first.rejectedFile!, 'utf8').replace('xx', '2016').replace('PH', '0'),
    )
    expect(await run(first.rejectedFile!, 'ctdc-csv', slim, path)).toMatchObject({ added: 1, unchanged: 0 })
  })

  it('puts rejects into the data folder when the input’s cannot be written', async () => {
    const path = '/proc/self/environ-not-there.csv'
    await expect(run(path)).rejects.toThrow('no such file')
    if (process.getuid?.() === 0) return
    const closed = file(`${header}a,never,one,,\nb,2026-01-01,x,,\n`)
    chmodSync(folder, 0o500)
    const { rejectedFile } = await run(closed).finally(() => chmodSync(folder, 0o700))
    expect(rejectedFile).toContain(join(folder, 'data', 'imports'))
  })

  it('stopped on the way goes on where it was, and counts as one', async () => {
    const rows = Array.from(
      { length: 6000 },
      (_, i) => `r${i},2026-03-01,${'text '.repeat(8)}${i},,${i % 1000 === 7 ? 'Atlantis' : ''}\n`,
    )
    const path = file(header + rows.join(''))
    const stop = new AbortController()
    const mapping = readMapping('ads')
    const request = { format: 'ads-csv', path, mapping, source: path, actor, batchRows: 1000 } as const
    const stopped = await importFile(stores, {
      ...request,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    expect(stopped).toMatchObject({ state: 'stopped' })
    expect(stopped.read).toBeGreaterThanOrEqual(1000)
    expect(stopped.read).toBeLessThan(6000)
    // What a killed process may have written past its last acknowledgement.
    appendFileSync(stopped.rejectedFile!, 'half a li')
    const done = await importFile(stores, request)
    expect(done).toMatchObject({
      id: stopped.id,
      state: 'done',
      read: 6000,
      added: 5994,
      rejected: 6,
      unchanged: 0,
      updated: 0,
    })
    expect(readFileSync(done.rejectedFile!, 'utf8').trim().split('\r\n')).toHaveLength(7)
    expect(await ads(path)).toHaveLength(5994)
  })
})

describe('JSON lines', () => {
  it('are read with their other keys as attributes', async () => {
    const path = file(
      '{"id":1,"text":"one","posted_at":"2026-03-01","phone":"+1 555 0100","tags":["a","b"],"deep":{"x":1}}\nnot json\n',
      'ads.jsonl',
    )
    const done = await run(path, 'ads-jsonl')
    expect(done).toMatchObject({ read: 2, added: 1, rejected: 1 })
    expect(JSON.parse(readFileSync(done.rejectedFile!, 'utf8'))).toEqual({
      _row: '2',
      _found: 'not json',
      _expected: 'one JSON object a line',
      _raw: 'not json',
    })
    const [ad] = await corpus.query(
      'SELECT contact, attributes FROM sources_ad FINAL WHERE source = {source:String}',
      z.object({ contact: z.string(), attributes: z.record(z.string(), z.string()) }),
      { source: path },
    )
    expect(ad).toEqual({ contact: '+1 555 0100', attributes: { tags: 'a|b', deep: '{"x":1}' } })
  })

  it('may hold half an emoji, NUL or __proto__ and harm nobody', async () => {
    const path = file(
      '{"id":"a","posted_at":"2026-03-01","text":"cut \\ud83d","__proto__":"x","\\ud83d":"k"}\n{"id":"b","posted_at":"2026-03-01","text":"nul \\u0000"}\n',
      'odd.jsonl',
    )
    expect(await run(path, 'ads-jsonl')).toMatchObject({
      added: 1,
      rejected: 1,
      firstRejects: [{ row: 2, field: 'text' }],
    })
    expect(await ads(path)).toMatchObject([{ text: 'cut \ufffd' }])
  })

  it('in a JSON array are refused with what was expected', async () => {
    await expect(run(file('[{"id":1}]', 'array.jsonl'), 'ads-jsonl')).rejects.toThrow(
      'array.jsonl row 1: found a JSON array, expected one JSON object a line',
    )
  })
})

describe('a file that is not what it should be', () => {
  const good = `${header}a,2026-03-01,caffè,,\n`
  it.each([
    ['empty', Buffer.alloc(0), 'empty (0 bytes); expected a header line and rows'],
    ['blank', Buffer.from('\n\n'), 'found only blank lines'],
    ['a workbook', Buffer.from('PK\u0003\u0004aaaaaaaaaa'), 'an Excel workbook'],
    [
      'binary',
      Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7) % 32)),
      'a binary file; expected text',
    ],
    ['UTF-16 without a mark', Buffer.from(good, 'utf16le'), 'UTF-16 without a byte-order mark'],
    [
      'without a column',
      Buffer.from('id,posted_at,txt\n'),
      'row 1: no column "text" or "body" or "description" for text; found id, posted_at, txt',
    ],
    [
      'with a column twice',
      Buffer.from('id,text,text\n'),
      'row 1: found the column "text" twice, expected each column once',
    ],
    ['of CR line ends', Buffer.from('id,text\ra,b\r'), 'found line ends of CR alone, expected LF or CRLF'],
    ['a damaged gzip', gzipSync(good).subarray(0, 14), 'the gzip data'],
  ])('%s is refused by name', async (_, content, message) => {
    const path = file(content)
    await expect(run(path)).rejects.toThrow(message)
    await expect(run(path)).rejects.toMatchObject({ code: 'input.invalid' })
  })

  it.each([
    ['gzip', gzipSync(good)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${good}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${good}`, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.from(`\ufeff${good}`, 'utf16le').swap16()],
    ['CRLF', Buffer.from(good.replaceAll('\n', '\r\n'))],
    ['semicolons', Buffer.from(good.replaceAll(',', ';'))],
  ])('%s is read all the same', async (_, content) => {
    const path = file(content)
    expect(await run(path)).toMatchObject({ added: 1, rejected: 0 })
    expect(await ads(path)).toMatchObject([{ text: 'caffè' }])
  })

  it('Windows-1252 is refused row by row, unless the mapping says so', async () => {
    const path = file(Buffer.from(`${good}b,2026-03-01,plain,,\n`, 'latin1'))
    const done = await run(path)
    expect(done).toMatchObject({ added: 1, rejected: 1 })
    expect(done.firstRejects[0]).toMatchObject({ row: 2, found: expect.stringContaining('the byte E8') })
    const western = parseMapping(
      readMapping('ads').yaml.replace('timeZone: UTC', 'encoding: windows-1252'),
      'western.yaml',
    )
    expect(await run(path, 'ads-csv', western)).toMatchObject({ added: 1, unchanged: 1, rejected: 0 })
  })

  it('header only is an import of nothing', async () => {
    expect(await run(file(header))).toMatchObject({ read: 0, added: 0, state: 'done' })
  })

  it('a line of ten megabytes and an open quote cost one row each', async () => {
    const path = file(
      `${header}a,2026-03-01,one,,\nb,2026-03-01,${'x'.repeat(10 << 20)},,\nc,2026-03-01,"open,,\nd,2026-03-01,four,,\n`,
    )
    const done = await run(path)
    expect(done).toMatchObject({ read: 4, added: 2, rejected: 2 })
    expect(done.firstRejects.map(({ row, found }) => [row, found])).toEqual([
      [3, 'a record of 10,485,775 bytes'],
      [4, 'a quote that is not closed'],
    ])
  })

  it('a gzip that ends early keeps what was whole and says so', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => `r${i},2026-03-01,${Math.sin(i)},,\n`).join('')
    const packed = gzipSync(header + rows)
    const done = await run(file(packed.subarray(0, packed.length / 2)))
    expect(done.state).toBe('incomplete')
    expect(done.problem).toMatch(/the gzip data ends too early, after row \d+; the rows before are in/)
    expect(done.added).toBeGreaterThan(1000)
    expect(done.rejected).toBe(1)
  })
})

describe('a mapping', () => {
  const base = readMapping('ads').yaml
  it.each([
    [base.replace('text: {column:', 'text: {colum:'), 'm.yaml line 14: fields.text.colum: no such setting'],
    [
      base.replace('formats: [ads-csv, ads-jsonl]', 'formats: [ads-xml]'),
      'm.yaml line 7: formats.0: Invalid option',
    ],
    [base.replace('mapping: 1', 'mapping: [1'), 'm.yaml line'],
    [
      base.replace('timeZone: UTC', 'timeZone: Mars/Olympus'),
      'timeZone: found "Mars/Olympus", expected an IANA zone',
    ],
  ])('that is wrong names file, line and key (%#)', (yaml, message) => {
    expect(() => parseMapping(yaml, 'm.yaml')).toThrow(message)
  })

  it('reads the dates, zones and numbers of its source', async () => {
    const mapping = parseMapping(
      `mapping: 1
name: greek
formats: [incidents-csv]
timeZone: Europe/Athens
id: {columns: [nr]}
fields:
  occurred_on: {column: day, format: d/M/yyyy}
  kind: {column: kind, values: {a: labour}}
  latitude: {column: lat, decimal: ","}
  longitude: {column: lon, decimal: ","}
  country: country
  count: {column: n, thousands: ".", censored: {"<5": [0, 4]}}
`,
      'greek.yaml',
    )
    const path = file(
      'nr;day;kind;lat;lon;country;n\n1;1/3/2026;a;37,98;23,73;Greece;1.204\n2;30/2/2026;a;;;GR;1\n3;2/3/2026;b;23,73;37,98;Greece;<5\n4;2/3/2026;b;;;Grèce;<5\n',
    )
    const done = await run(path, 'incidents-csv', mapping)
    expect(done).toMatchObject({ read: 4, added: 2, rejected: 2 })
    expect(done.firstRejects.map(({ row, expected }) => [row, expected])).toEqual([
      [3, 'a date as d/M/yyyy'],
      [4, 'a point in GRC (latitude and longitude look swapped)'],
    ])
    const Row = z.object({
      occurred_on: z.string(),
      known_on: z.string(),
      kind: z.string(),
      count: z.number().nullable(),
      count_low: z.number(),
      count_high: z.number(),
      cell: z.number().nullable(),
    })
    const rows = await corpus.query(
      `SELECT occurred_on, known_on, kind, count, count_low, count_high,
        h3 IN (geoToH3(latitude, longitude, 7), geoToH3(longitude, latitude, 7)) AS cell FROM sources_incident FINAL WHERE source = {source:String} ORDER BY external_id`,
      Row,
      { source: path },
    )
    expect(rows).toEqual([
      {
        occurred_on: '2026-03-01',
        known_on: '2026-03-01',
        kind: 'labour',
        count: 1204,
        count_low: 1204,
        count_high: 1204,
        cell: 1,
      },
      {
        occurred_on: '2026-03-02',
        known_on: '2026-03-02',
        kind: 'b',
        count: null,
        count_low: 0,
        count_high: 4,
        cell: 0,
      },
    ])
    expect(existsSync(`${path}.rejects.csv`)).toBe(true)
  })
})
