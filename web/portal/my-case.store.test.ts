import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newReturnCode, spellReturnCode } from '#intake'
import { newId } from '#model'
import { openFiles } from '#platform/files'
import { openCaseBy, openCasework } from '#test/casework'
import { testFolder } from '#test/stores'
import { Doors } from './doors.ts'
import { portal } from './portal.ts'

const GUESSING_MS = 5_000
const GUESSERS = 12

describe('a person’s own record', async () => {
  const house = await openCasework('2026-03-04T10:20:00Z')
  const folder = testFolder()
  const files = await openFiles({ files: join(folder, 'files'), dataFolder: folder }, house.keyring)
  const intake = { ...house.services, files }
  const faults: string[] = []
  const door = portal({
    intake,
    doors: new Doors(intake),
    receiver: async () => undefined,
    publicUrl: 'http://127.0.0.1:8080',
    log: (_, event, fields) => void faults.push(`${event} ${JSON.stringify(fields)}`),
  })
  const worker = house.hire('case_worker', newId(), 'social_worker')
  const { code, personId } = await openCaseBy(worker)
  const { spelt } = await worker.call<{ spelt: string }>('POST', `/cases/${code}/people/${personId}/code`, {
    language: 'en',
    hidden: [],
  })

  async function post(fields: Record<string, string>) {
    const begun = performance.now()
    const body = new URLSearchParams({ ...fields, currentLanguage: 'en' })
    const answer = await door.request('/report/my-case', { method: 'POST', body })
    const html = await answer.text()
    const own = /name="own" value="([^"]+)"/.exec(html)?.[1]
    return { status: answer.status, own, ms: performance.now() - begun }
  }
  const open = (typed = spelt) => post({ typed, go: 'open' })

  it('is opened by the right code while others try wrong ones without a pause, who wait for each other', async () => {
    const wrong = spellReturnCode(newReturnCode(), 'en')
    const begun = performance.now()
    const isOver = () => performance.now() - begun > GUESSING_MS
    const answered: number[] = []
    const guess = async () => {
      while (!isOver()) {
        expect(await open(wrong)).toMatchObject({ status: 200, own: undefined })
        answered.push(performance.now() - begun)
      }
    }
    const guessing = Promise.all(Array.from({ length: GUESSERS }, guess))
    const honest: Awaited<ReturnType<typeof open>>[] = []
    while (!isOver()) {
      honest.push(await open())
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    await guessing
    expect(honest.length).toBeGreaterThan(5)
    expect(honest.filter(({ status, own }) => status !== 200 || own === undefined)).toEqual([])
    // A second for each of those before it, as long as the line is not longer than anybody waits.
    expect(answered.slice(0, 9).filter((ms, n) => ms < (n + 1) * 1_000 - 1)).toEqual([])
    expect(faults).toEqual([])
  }, 60_000)

  it('stays open to whoever opened it before while strangers crowd the door', async () => {
    const { own } = await open()
    const strangers = Promise.all(Array.from({ length: 100 }, () => open()))
    expect(await post({ own: own!, go: 'names' })).toMatchObject({ status: 200, own: expect.any(String) })
    expect((await strangers).filter(({ status }) => status === 503).length).toBeGreaterThan(0)
  })
})
