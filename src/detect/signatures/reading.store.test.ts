import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { testCorpus } from '#test/stores'
import { engineVersion } from '../receipts/receipt.ts'
import { readObservation, reading } from './read-observation.ts'
import { signObservations } from './sign.ts'

const corpus = await testCorpus()

const signed = (): Promise<{ id: string; number: number; values: string[] }[]> =>
  corpus.query(
    'SELECT id, number, values FROM detect_signature FINAL ORDER BY id',
    z.object({ id: z.string(), number: z.number(), values: z.array(z.string()) }),
  )

test('what another reading of the program read is read again, once, and no number is given twice', async () => {
  await corpus.insert('sources_ad', [
    { id: 'a', posted_at: '2026-01-01T00:00:00Z', text: '+999 1 234 5678 @anna88.chat.example', version: 1 },
    { id: 'b', posted_at: '2026-01-01T00:00:00Z', text: 'nothing to find', version: 1 },
  ])
  expect(await signObservations(corpus)).toBe(2)
  expect(await signObservations(corpus)).toBe(0)
  const before = await signed()
  expect(before[0]!.values).toEqual(['+99912345678', '@:anna88.chat.example'])
  // As an older program left them.
  await corpus.command(
    `ALTER TABLE detect_signature UPDATE reading = 0, values = ['8@anna88.chat.example'], kinds = ['email'], fields = ['text'],
       starts = [0], ends = [1] WHERE id = 'a' SETTINGS mutations_sync = 1`,
  )
  expect(await signObservations(corpus)).toBe(1)
  expect(await signObservations(corpus)).toBe(0)
  const after = await signed()
  expect(after.map(({ values }) => values)).toEqual(before.map(({ values }) => values))
  expect(after[1]).toEqual(before[1])
  expect(after[0]!.number).toBeGreaterThan(Math.max(...before.map(({ number }) => number)))
})

// When this fails, the same observation is read otherwise than before: raise `reading` and `engineVersion`, then write both and
// the new hash here. Lines added to the cases change the hash too, and need neither.
test('a reading that changed has a new number, in the store and on receipts', () => {
  const cases = parse(readFileSync('data/detect/identifier-cases.csv'), { columns: true }) as {
    country: string
    text: string
  }[]
  const read = createHash('sha256')
  for (const { country, text } of cases)
    read.update(
      JSON.stringify(
        readObservation({ id: '', version: '1', title: '', text, contact: '', country, images: [] }),
      ),
    )
  expect([reading, engineVersion, read.digest('hex').slice(0, 16)]).toEqual([
    1,
    'asylia-detect/4',
    'ea5695880e35e77d',
  ])
})
