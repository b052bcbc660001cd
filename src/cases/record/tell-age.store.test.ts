import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import type { CasePage } from './case.routes.ts'

describe('an age told of a person', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const worker = house.hire('case_worker', newId())
  const need = (age: number | null, version = 0) => ({ need: { sex: 'male', age }, waiting: true, version })
  const opened = async (more = {}) => {
    const { code, personId } = await openCaseBy(worker, { child: 'not_asked', ...more })
    return { code, of: `/cases/${code}/people/${personId}` }
  }
  const page = (code: string) => worker.call<CasePage>('GET', `/cases/${code}`)
  const rights = ({ rights: all }: CasePage) =>
    all
      .filter(({ standing }) => standing !== 'not_provided')
      .map(({ kind, standing }) => `${kind} ${standing}`)
      .toSorted()

  it('of 16 makes their rights a child’s, wherever it is told', async () => {
    const told: CasePage[] = []
    const byAge = await opened()
    const before = await page(byAge.code)
    told.push(await worker.call('PATCH', byAge.of, { version: 1, age: { years: 16, isEstimate: false } }))
    const byBirth = await opened()
    await worker.call('PUT', `${byBirth.of}/identity`, { version: 0, birthDate: '2009-09-09' })
    told.push(await page(byBirth.code))
    const byNeed = await opened()
    await worker.call('PUT', `${byNeed.of}/need`, need(16))
    told.push(await page(byNeed.code))
    for (const each of told) {
      expect(each.people[0]).toMatchObject({ child: 'yes', age: { years: 16, on: '2026-03-04' } })
      expect(rights(each)).toEqual(rights(told[0]!))
    }
    expect(rights(told[0]!)).not.toEqual(rights(before))
    expect(rights(told[0]!).filter((right) => right.startsWith('guardian'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^guardian due/)]),
    )
  })

  it('is whole, of somebody alive, and does not contradict what is said beside it', async () => {
    const { of, code } = await opened()
    for (const years of [16.5, -1, 121])
      expect((await worker.ask('PATCH', of, { version: 1, age: { years, isEstimate: false } })).status).toBe(
        400,
      )
    expect((await worker.ask('PUT', `${of}/need`, need(16.5))).status).toBe(400)
    const both = await worker.ask('PATCH', of, {
      version: 1,
      child: 'no',
      age: { years: 16, isEstimate: false },
    })
    expect([both.status, both.text]).toEqual([400, expect.stringContaining('child')])
    // A place is no door by which a child becomes an adult.
    await worker.call('PATCH', of, { version: 1, child: 'yes' })
    expect((await worker.ask('PUT', `${of}/need`, need(30))).status).toBe(400)
    expect((await page(code)).people[0]!.child).toBe('yes')
  })

  it('in doubt leaves it open; where the law says so their rights are a child’s all the same', async () => {
    const guess = { version: 1, age: { years: 18, isEstimate: true } }
    const rightsIn = async (jurisdiction: string) => {
      const { of } = await opened({ jurisdiction })
      const after = await worker.call<CasePage>('PATCH', of, guess)
      expect(after.people[0]!.child).toBe('unknown')
      const sure = await opened({ jurisdiction, child: 'yes' })
      return [rights(after), rights(await page(sure.code))]
    }
    const [inSpain, childInSpain] = await rightsIn('ESP')
    expect(inSpain).toEqual(childInSpain)
    const [elsewhere, childElsewhere] = await rightsIn('USA')
    expect(elsewhere).not.toEqual(childElsewhere)
  })
})
