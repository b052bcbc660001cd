/** For tests: what every engine of the corpus must do, told once and run against each. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Count, Int64, jsonLine, migrateCorpus, readRowBinary, type Corpus } from './index.ts'

const One = z.looseObject({})
const N = z.object({ n: Count })

export function corpusContract(name: string, open: () => Promise<Corpus>): void {
  describe(`the corpus, ${name}`, () => {
    let corpus: Corpus
    beforeAll(async () => {
      corpus = await open()
      await migrateCorpus(corpus, [migration])
    })
    afterAll(() => corpus.close())
    const count = async (table: string) => (await corpus.query(`SELECT count() AS n FROM ${table}`, N))[0]!.n
    const one = async (sql: string, parameters = {}) => (await corpus.query(sql, One, parameters))[0]

    it('binds parameters of every kind, and never as SQL', async () => {
      const hostile = `x' OR 1=1; DROP TABLE sample; -- \\ \t\n\r\0 "é" 漢字 🕊 {s:String}`
      const row = await one(
        `SELECT {s:String} AS s, {a:Array(String)} AS a, {i:Int32} AS i, {f:Float64} AS f, {b:Bool} AS b,
                {none:Nullable(String)} AS none, {ids:Array(UInt8)} AS ids, {u:UInt64} AS u, {d:Date} AS d,
                {t:DateTime('UTC')} AS t, {t:DateTime('UTC')} AS again`,
        {
          s: hostile,
          a: ["it's", '\\', hostile],
          i: -7,
          f: 0.1,
          b: true,
          none: null,
          ids: [1, 2],
          u: '18446744073709551615',
          d: '2026-02-28',
          t: '2026-02-28T23:59:59Z',
        },
      )
      expect(row).toEqual({
        s: hostile,
        a: ["it's", '\\', hostile],
        i: -7,
        f: 0.1,
        b: true,
        none: null,
        ids: [1, 2],
        u: '18446744073709551615',
        d: '2026-02-28',
        t: '2026-02-28T23:59:59Z',
        again: '2026-02-28T23:59:59Z',
      })
    })

    it('refuses a statement whose parameter is missing, rather than answer with an earlier one', async () => {
      await one('SELECT {left:String} AS x', { left: 'over' })
      await expect(one('SELECT {left:String} AS x')).rejects.toMatchObject({
        code: 'corpus.parameter-missing',
      })
    })

    it('gives any text back as it was, lone surrogates as U+FFFD', async () => {
      await corpus.command('TRUNCATE TABLE sample')
      const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 30 }), { numRuns: 200, seed: 7 })
      texts.push('\ud800', 'a\udfffb', '\\ud800', '\\\ud83d', '\0', '🕊️', 'ا\u202eب', '')
      const fair = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd')
      await corpus.insert(
        'sample',
        texts.map((text, i) => ({ id: String(i).padStart(4, '0'), text, tags: [text], more: { k: text } })),
      )
      const back = await corpus.query(
        'SELECT text, tags, more FROM sample ORDER BY id',
        z.object({ text: z.string(), tags: z.array(z.string()), more: z.record(z.string(), z.string()) }),
      )
      expect(back).toEqual(texts.map(fair).map((text) => ({ text, tags: [text], more: { k: text } })))
      for (const text of texts.slice(-60))
        expect(await one('SELECT {t:String} AS t', { t: text })).toEqual({ t: fair(text) })
    })

    it('keeps dates, instants, nulls, arrays, maps and every digit of 64-bit integers', async () => {
      await corpus.command('TRUNCATE TABLE sample')
      await corpus.insert('sample', [
        {
          id: 'a',
          big: 2n ** 64n - 1n,
          day: '1999-12-31',
          at: '2026-01-02T03:04:05Z',
          maybe: null,
          tags: [],
          more: {},
        },
        {
          id: 'b',
          big: '9007199254740993',
          day: '2026-03-29',
          at: '2026-01-02 03:04:05',
          maybe: -1.5,
          tags: ['x', 'x'],
        },
      ])
      const rows = await corpus.query(
        'SELECT big, day, at, maybe, tags, more FROM sample ORDER BY id',
        z.looseObject({ big: Int64 }),
      )
      expect(rows).toEqual([
        {
          big: 18446744073709551615n,
          day: '1999-12-31',
          at: '2026-01-02T03:04:05Z',
          maybe: null,
          tags: [],
          more: {},
        },
        {
          big: 9007199254740993n,
          day: '2026-03-29',
          at: '2026-01-02T03:04:05Z',
          maybe: -1.5,
          tags: ['x', 'x'],
          more: {},
        },
      ])
      await expect(corpus.query('SELECT toUInt64(9007199254740993) AS n', N)).rejects.toMatchObject({
        code: 'corpus.unexpected-answer',
      })
    })

    it('takes an insert of nothing', async () => {
      const before = await count('sample')
      await corpus.insert('sample', [])
      await corpus.insertLines('sample', Buffer.alloc(0))
      expect(await count('sample')).toBe(before)
    })

    it.each([
      ['a value of another type', { id: 'm', big: 'not a number: secret' }, 'big'],
      ['a bad date', { id: 'm', day: 'secret 31 February' }, 'day'],
      ['a null where none may be', { id: null, text: 'secret' }, 'id'],
    ])(
      'names row and column of %s, keeps nothing of the insert and quotes nothing',
      async (_, bad, column) => {
        await corpus.command('TRUNCATE TABLE sample')
        const lines = [...Array(50).keys()].map((i) => jsonLine(i === 33 ? bad : { id: `ok${i}` })).join('')
        const fault = await corpus.insertLines('sample', Buffer.from(lines)).catch((error: unknown) => error)
        expect(fault).toMatchObject({
          code: 'corpus.query-failed',
          details: { row: 34, column, table: 'sample' },
        })
        expect(JSON.stringify(fault) + String(fault)).not.toMatch(/secret|33/)
        expect(await count('sample')).toBe(0)
      },
    )

    it('refuses a field that the table has not', async () => {
      await expect(corpus.insert('sample', [{ id: 'x', nonsense: 1 }])).rejects.toMatchObject({
        code: 'corpus.query-failed',
      })
      await expect(corpus.insert('sample; DROP TABLE sample', [{ id: 'x' }])).rejects.toMatchObject({
        code: 'corpus.table-name',
      })
    })

    it('says what is wrong with a statement: code, name and what it did not know', async () => {
      await expect(one('SELECT 1 FROM no_such_table')).rejects.toMatchObject({
        code: 'corpus.query-failed',
        details: { clickhouseCode: 60, clickhouseName: 'UNKNOWN_TABLE' },
        message: expect.stringContaining('no_such_table'),
      })
      const fault = await one(`SELECT nope, 'quoted secret' AS s`).catch(String)
      expect(fault).toMatch(/47 UNKNOWN_IDENTIFIER.*nope/)
      expect(fault).not.toMatch(/secret/)
    })

    it('streams more than it would hold, lets a reader stop early, and works on meanwhile', async () => {
      let sum = 0
      let rows = 0
      for await (const { n } of corpus.stream('SELECT number AS n FROM numbers({upTo:UInt32})', N, {
        upTo: 300_000,
      })) {
        sum += n
        if (rows++ % 100_000 === 0)
          await corpus.command(`INSERT INTO sample (id) VALUES ({id:String})`, { id: `s${rows}` })
      }
      expect([rows, sum]).toEqual([300_000, (299_999 * 300_000) / 2])
      for (let i = 0; i < 12; i++) {
        for await (const { n } of corpus.stream('SELECT number AS n FROM numbers(10000000)', N))
          if (n > 10) break
      }
      expect(await one('SELECT 1 AS x')).toEqual({ x: 1 })
    })

    it('gives rows as lines that an insert takes as they are', async () => {
      await corpus.command('TRUNCATE TABLE sample')
      const rows = [...Array(3_000).keys()].map((i) => ({
        id: `l${i}`,
        text: `é 漢字 "${i}" \n\t\\`,
        tags: ['x'],
      }))
      await corpus.insert('sample', rows)
      const sum = 'SELECT toString(sum(cityHash64(*))) AS n FROM sample'
      const before = await one(sum)
      const pieces: Buffer[] = []
      for await (const piece of corpus.lines('SELECT * FROM sample')) {
        expect(piece.at(-1)).toBe(10)
        pieces.push(piece)
      }
      await corpus.command('TRUNCATE TABLE sample')
      for (const piece of pieces) await corpus.insertLines('sample', piece)
      expect([await count('sample'), await one(sum)]).toEqual([3_000, before])
    })

    it('gives rows in binary, whole however they are cut', async () => {
      let sum = 0
      const last: unknown[] = []
      const sql = `SELECT toUInt32(number) AS n, toString(number) AS s, range(toUInt32(number % 7)) AS a,
        toUInt64(number * 5000000000) AS big, toUInt8(number % 256) AS b, toUInt16(number % 65536) AS c,
        toFloat32(number / 2) AS f, ['x', s] AS t,
        number / 3 AS d, nullIf(n, 99998) AS some, nullIf(n, 99999) AS none FROM numbers({upTo:UInt32})`
      await readRowBinary(corpus.bytes(sql, { upTo: 100_000 }), (row) => {
        const n = row.uint32()
        const rest = [
          row.string(),
          Array.from(row.uint32s((length) => new Uint32Array(length))),
          row.uint64(),
          row.uint8(),
          row.uint16(),
          row.float32(),
          row.strings(),
          row.float64(),
          row.nullable(() => row.uint32()),
          row.nullable(() => row.uint32()),
        ]
        sum += n
        if (n === 99_999) last.push(...rest)
      })
      expect(sum).toBe((99_999 * 100_000) / 2)
      expect(last).toEqual([
        '99999',
        [0, 1, 2, 3],
        99_999 * 5_000_000_000,
        99_999 % 256,
        99_999 % 65_536,
        49_999.5,
        ['x', '99999'],
        33_333,
        99_999,
        null,
      ])
      const failing = corpus.bytes('SELECT throwIf(number = 90000) AS n FROM numbers(100000)')
      await expect(readRowBinary(failing, (row) => void row.uint8())).rejects.toMatchObject({
        code: 'corpus.query-failed',
      })
    })

    it('throws when an answer fails half-way', async () => {
      let rows = 0
      const read = async () => {
        const sql =
          'SELECT throwIf(number = 900000) AS n FROM numbers(1000000) SETTINGS max_block_size = 1000'
        for await (const row of corpus.stream(sql, One)) rows += Object.keys(row).length
      }
      const fault = await read().catch((error: unknown) => error)
      expect(fault).toMatchObject({ code: expect.stringMatching(/^corpus\.(query-failed|answer-cut-off)$/) })
      expect(rows).toBeGreaterThan(0)
    })

    it('answers many statements at once, each with its own parameters', async () => {
      const answers = await Promise.all(
        [...Array(60).keys()].map((i) =>
          one('SELECT {i:String} AS i, sum(number) AS s FROM numbers(10000)', { i: String(i) }),
        ),
      )
      expect(answers.map((row) => row?.i)).toEqual([...Array(60).keys()].map(String))
    })

    it('has deleted what it says it deleted', async () => {
      await corpus.command('TRUNCATE TABLE sample')
      await corpus.insert('sample', [{ id: 'keep' }, { id: 'gone' }])
      await corpus.command('ALTER TABLE sample DELETE WHERE id = {id:String}', { id: 'gone' })
      expect(await corpus.query('SELECT id FROM sample', One)).toEqual([{ id: 'keep' }])
    })

    it('flushes to the disk before it acknowledges', async () => {
      const syncs = async () =>
        (
          await corpus.query(
            `SELECT sum(value) AS n FROM system.events WHERE event IN ('FileSync', 'DirectorySync')`,
            N,
          )
        )[0]!.n
      for (let i = 0; i < 5; i++) {
        const before = await syncs()
        await corpus.insert('sample', [{ id: `sync${i}` }])
        expect(await syncs()).toBeGreaterThanOrEqual(before + 2)
      }
    })

    it('takes 16 MB in one insert', async () => {
      await corpus.command('TRUNCATE TABLE sample')
      const lines = [...Array(40_000).keys()]
        .map((i) => jsonLine({ id: String(i), text: 'x'.repeat(380) }))
        .join('')
      await corpus.insertLines('sample', Buffer.from(lines))
      expect(await count('sample')).toBe(40_000)
    })

    it('applies a migration once, and refuses one that was edited', async () => {
      const added = {
        name: 'b/0001_b.corpus.sql',
        sql: '-- a note; with a semicolon\nALTER TABLE sample ADD COLUMN extra UInt8;\n',
      }
      expect(await migrateCorpus(corpus, [migration, added])).toEqual([added.name])
      expect(await migrateCorpus(corpus, [migration, added])).toEqual([])
      await expect(migrateCorpus(corpus, [{ ...added, sql: `${added.sql} ` }])).rejects.toMatchObject({
        code: 'corpus.migration-changed',
        details: { name: added.name },
      })
      const tables = await corpus.query(
        `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND engine_full LIKE '%fsync_after_insert = 1%fsync_part_directory = 1%'`,
        One,
      )
      expect(tables).toEqual([{ name: 'corpus_migration' }, { name: 'sample' }])
    })
  })
}

const migration = {
  name: 'a/0001_a.corpus.sql',
  sql: `CREATE TABLE IF NOT EXISTS sample (
  id String, text String, big UInt64, day Date32, at DateTime('UTC'), maybe Nullable(Float64),
  tags Array(String), more Map(String, String)
) ENGINE = MergeTree ORDER BY id;
`,
}
