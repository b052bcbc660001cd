import { describe, expect, it } from 'vitest'
import { testCorpus, testDatabase } from '#test/stores'
import { recordEffort } from '../index.ts'
import { watchPlaces } from './watch.ts'

describe('the watch over places', async () => {
  const [corpus, database] = [await testCorpus(), await testDatabase()]
  const at = (day: string) => ({ corpus, database, now: () => new Date(`${day}T12:00:00Z`) })
  const effort = { kind: 'campaign' as const, country: 'XAA', cell: '', factor: null, note: '' }

  it('judges anew when a week has ended or something came in, and otherwise not', async () => {
    expect(await watchPlaces(at('2026-11-24'))).toBeUndefined()
    const day = { from: '2026-10-01', to: '2026-10-02', knownOn: '2026-10-01' }
    await recordEffort(corpus, [{ ...effort, ...day }])
    expect(await watchPlaces(at('2026-11-24'))).toBe(0)
    expect(await watchPlaces(at('2026-11-26'))).toBeUndefined()
    expect(await watchPlaces(at('2026-12-01'))).toBe(0)
    await recordEffort(corpus, [{ ...effort, ...day, note: 'another' }])
    expect(await watchPlaces(at('2026-12-01'))).toBe(0)
    expect(await watchPlaces(at('2026-12-01'))).toBeUndefined()
  })
})
