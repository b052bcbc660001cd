import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileReport, newReturnCode, Report, spellReturnCode } from '#intake'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { openFiles } from '#platform/files'
import { testDatabase, testFolder } from '#test/stores'
import { Doors } from './doors.ts'
import { portal } from './portal.ts'

const TRIES = 10_000
/** As many as wait and work at once without being asked to come again. */
const AT_ONCE = 32

it('10,000 wrong codes open nothing and slow only themselves', async () => {
  const db = await testDatabase()
  const folder = testFolder()
  const keyring = await Keyring.open(folder)
  const files = await openFiles({ files: join(folder, 'files'), dataFolder: folder }, keyring)
  const intake = { db, vault: new Vault(new Sealer(keyring)), keyring, files, now: () => new Date() }
  const organisation = { id: newId(), name: 'Casa Ficta', kind: 'hotline' }
  const faults: string[] = []
  const door = portal({
    intake,
    doors: new Doors(intake),
    receiver: async () => organisation,
    publicUrl: 'http://127.0.0.1:8080',
    log: (_, event, fields) => void faults.push(`${event} ${JSON.stringify(fields)}`),
  })
  const code = newReturnCode()
  const id = randomUUID()
  const report = Report.parse({ story: 'the blue barn' })
  const filing = {
    id,
    code,
    organisationId: organisation.id,
    channel: 'web',
    language: 'en',
    report,
  } as const
  await fileReport(intake, filing)

  async function open(typed: string) {
    const begun = performance.now()
    const body = new URLSearchParams({ typed, go: 'open', currentLanguage: 'en' })
    const answer = await door.request('/report/return', { method: 'POST', body })
    return { html: await answer.text(), ms: performance.now() - begun }
  }

  let [left, opened, soon] = [TRIES, 0, 0]
  const headings = new Set<string>()
  const guess = async () => {
    while (left-- > 0) {
      const { html, ms } = await open(spellReturnCode(newReturnCode(), 'en'))
      if (html.includes('the blue barn')) opened++
      if (ms < 249) soon++
      headings.add(/<h1>[^<]*/.exec(html)?.[0] ?? html.slice(0, 80))
    }
  }
  const guessing = Promise.all(Array.from({ length: AT_ONCE }, guess))
  const honest: { html: string; ms: number }[] = []
  while (left > 0) {
    honest.push(await open(spellReturnCode(code, 'en')))
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  await guessing

  expect(faults.slice(0, 3)).toEqual([])
  expect(opened).toBe(0)
  expect([...headings].slice(1)).toEqual([])
  // Each guess waits as long as an honest return; together they hold no turn that somebody else could have.
  expect(soon).toBe(0)
  expect(honest.length).toBeGreaterThan(10)
  expect(honest.filter(({ html }) => !html.includes('the blue barn'))).toEqual([])
  const median = honest.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(honest.length / 2)]!
  // Gross, for a busy machine: what a guess waits, an honest return waits, and hardly more.
  expect(median).toBeLessThan(1_500)
}, 240_000)
