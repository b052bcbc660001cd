import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import type { CasesAnswer } from './case.routes.ts'

describe('the list of cases', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const organisation = newId()
  const [worker, colleague] = [
    house.hire('case_worker', organisation),
    house.hire('case_worker', organisation),
  ]
  const opened: string[] = []
  for (const by of [worker, worker, colleague, worker, colleague])
    opened.unshift((await openCaseBy(by, { danger: by === worker ? 'none' : 'possible' })).code)
  const elsewhere = await openCaseBy(house.hire('case_worker', newId()))
  const list = (query: string) => worker.call<CasesAnswer>('GET', `/cases?${query}`)
  const codes = ({ cases }: CasesAnswer) => cases.map(({ code }) => code)

  it('goes on where the page before ended: each case once, newest first, counted once', async () => {
    const first = await list('most=2')
    const second = await list(`most=2&after=${first.cases.at(-1)!.code}`)
    const third = await list(`most=2&after=${second.cases.at(-1)!.code}`)
    expect([first, second, third].flatMap(codes)).toEqual(opened)
    expect([first.total, second.total]).toEqual([5, null])
  })

  it('is narrowed before it is cut into pages', async () => {
    expect((await list('most=1&whose=mine')).total).toBe(3)
    expect(codes(await list('whose=others'))).toEqual([opened[0], opened[2]])
    expect((await list('danger=possible&whose=mine')).cases).toEqual([])
  })

  it('finds by how a code or a code name begins, in whatever case, and nothing of another organisation', async () => {
    const code = opened[1]!
    expect(codes(await list(`find=${code.slice(0, -1).toUpperCase()}`))).toContain(code)
    const { people } = (await list('most=1')).cases[0]!
    expect(codes(await list(`find=${people[0]!.codeName.toLowerCase()}`))).toContain(opened[0])
    expect((await list(`find=${elsewhere.code}`)).cases).toEqual([])
    expect((await list('find=%25')).cases).toEqual([])
  })
})
