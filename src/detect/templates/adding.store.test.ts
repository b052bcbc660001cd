import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { testCorpus } from '#test/stores'
import { detect } from '../detect.ts'

const corpus = await testCorpus()
beforeEach(async () => {
  await corpus.command('TRUNCATE TABLE sources_ad')
  await corpus.command('TRUNCATE TABLE detect_signature')
})

let state = 1
const random = (n: number): number => (state = (state * 48_271) % 2_147_483_647) % n
const words = Array.from({ length: 500 }, (_, i) => `w${i}`)

/** Forty families of five texts each, a tenth of the words changed, and as many texts of none. */
const texts = Array.from({ length: 40 }, () => {
  const model = Array.from({ length: 30 }, () => words[random(500)]!)
  return [
    ...Array.from({ length: 5 }, () => model.map((one) => (random(10) === 0 ? words[random(500)]! : one))),
    ...Array.from({ length: 5 }, () => Array.from({ length: 30 }, () => words[random(500)]!)),
  ].map((some) => some.join(' '))
}).flat()

const idOf = (n: number): string => n.toString(16).padStart(32, '0')

const add = (numbers: readonly number[]): Promise<void> =>
  corpus.insert(
    'sources_ad',
    numbers.map((n) => ({ id: idOf(n), posted_at: '2026-01-01T00:00:00Z', text: texts[n], version: 1 })),
  )

/** The groups of the newest run at both levels, by the ids of what they hold; however they are numbered. */
async function groups(): Promise<string[]> {
  await detect({ corpus })
  const rows = await corpus.query(
    `SELECT arraySort(groupArray(s.id)) AS ids, any(level) AS level
     FROM detect_template_member AS m INNER JOIN (SELECT id, number FROM detect_signature FINAL) AS s USING (number)
     WHERE run = (SELECT argMax(run, finished_at) FROM detect_run) GROUP BY m.level, m.template`,
    z.object({ ids: z.array(z.string()), level: z.string() }),
  )
  return rows.map(({ ids, level }) => `${level} ${ids.join(' ')}`).sort()
}

const all = texts.map((_, n) => n)

test('adding in steps equals one batch, in whatever order, and what is removed comes apart again', async () => {
  await add(all)
  const batch = await groups()
  expect(batch.filter((group) => group.startsWith('template')).length).toBe(40)

  // Every third text first, then one by one what is left, the last first.
  await corpus.command('TRUNCATE TABLE sources_ad')
  const first = all.filter((n) => n % 3 === 0)
  await add(first)
  const before = await groups()
  expect(before).not.toEqual(batch)
  const rest = all.filter((n) => n % 3 !== 0).reverse()
  await add(rest.slice(0, 200))
  await groups()
  await add(rest.slice(200))
  expect(await groups()).toEqual(batch)

  // Taken away again, nothing of it is left in any group.
  await corpus.command('ALTER TABLE sources_ad DELETE WHERE NOT has({ids:Array(String)}, id)', {
    ids: first.map(idOf),
  })
  expect(await groups()).toEqual(before)
})
