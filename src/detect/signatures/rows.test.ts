import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLine } from '#platform/corpus'
import { type Observation, readObservation } from './read-observation.ts'
import { inThisThread, inWorkers, type Reader } from './reader.ts'
import { RowsIn, wholeRows } from './rows-in.ts'
import { RowsOut } from './rows-out.ts'

function lengthBytes(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...lengthBytes(value >>> 7)]
}

const written = (value: string): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from(lengthBytes(bytes.length)), bytes])
}

/** As ClickHouse writes a row. */
const rowBinary = ({ id, version, title, text, contact, country, images }: Observation): Buffer =>
  Buffer.concat([
    ...[id, version, title, text, contact, country].map(written),
    Buffer.from(lengthBytes(images.length)),
    ...images.map(written),
  ])

const word = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 400 }))
const observation = fc.record({
  id: word,
  version: fc.nat().map(String),
  title: word,
  text: word,
  contact: fc.constantFrom('', '+999 1 234 5678', 'anna@mail.example'),
  country: fc.constantFrom('', 'GBR'),
  images: fc.array(word, { maxLength: 3 }),
})

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

test('rows come out whole, wherever the answer was cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(observation, { maxLength: 8 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 500 }),
      async (observations, piece, size) => {
        const found: Observation[] = []
        for await (const { rows, bytes } of wholeRows(
          cut(Buffer.concat(observations.map(rowBinary)), piece),
          size,
        )) {
          const before = found.length
          const given = new RowsIn(bytes)
          for (let one = given.next(); one !== undefined; one = given.next()) found.push(one)
          expect(found.length - before).toBe(rows)
        }
        expect(found).toEqual(observations)
      },
    ),
  )
})

test('threads read what this thread reads, wherever the answer was cut', async () => {
  const observations = fc.sample(observation, { numRuns: 200, seed: 11 })
  const bytes = Buffer.concat(observations.map(rowBinary))
  const threads = inWorkers(2)
  const lines = async (reader: Reader, pieces: AsyncIterable<Uint8Array>): Promise<string> => {
    const read: Promise<Buffer>[] = []
    let number = 0
    for await (const { rows, bytes: batch } of wholeRows(pieces, 4000)) {
      read.push(reader.read(batch, number))
      number += rows
    }
    expect(number).toBe(200)
    return Buffer.concat(await Promise.all(read)).toString()
  }
  /** Each piece in memory of its own, as answers come; by rows, and across them. */
  async function* apart(sizes: readonly number[]): AsyncGenerator<Uint8Array> {
    let at = 0
    for (const size of sizes) yield await Promise.resolve(Uint8Array.from(bytes.subarray(at, (at += size))))
  }
  try {
    const expected = await lines(inThisThread, cut(bytes, bytes.length))
    const byRows = observations.map((one) => rowBinary(one).length)
    const across = Array.from({ length: Math.ceil(bytes.length / 5000) }, () => 5000)
    expect(await lines(threads, apart(byRows))).toBe(expected)
    expect(await lines(threads, apart(across))).toBe(expected)
    expect(await lines(threads, apart([bytes.length]))).toBe(expected)
  } finally {
    await threads.close()
  }
})

test('an answer that ends within a row is none', async () => {
  const bytes = rowBinary({
    id: 'a',
    version: '1',
    title: '',
    text: 'x',
    contact: '',
    country: '',
    images: ['b'],
  })
  const read = async (): Promise<void> => {
    for await (const batch of wholeRows(cut(bytes.subarray(0, -1), 3), 100)) void batch
  }
  await expect(read()).rejects.toThrow()
})

test('lines are those that JSON would write', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 8 }), (observations) => {
      const out = new RowsOut(1)
      observations.forEach((one, number) => out.add(readObservation(one), number))
      const lines = out.done().toString().split('\n').slice(0, -1)
      const expected = observations.map((one, number) => ({ ...readObservation(one), number }))
      const parsed = lines.map((line) => ({
        kinds: [],
        values: [],
        fields: [],
        starts: [],
        ends: [],
        ...(JSON.parse(line) as object),
      }))
      expect(parsed).toEqual(expected.map((row) => JSON.parse(jsonLine(row)) as object))
    }),
  )
})

test('half of a pair is written as the corpus writes it', () => {
  const row = readObservation({
    id: 'a',
    version: '1',
    title: '',
    text: '',
    contact: '',
    country: '',
    images: ['\ud83d'],
  })
  const out = new RowsOut(1)
  out.add(row, 0)
  expect(JSON.parse(out.done().toString())).toMatchObject({ values: ['\ufffd'] })
})
