import { describe, expect, it } from 'vitest'
import { seedOf } from './chance.ts'
import type { Trace } from './evidence.store.ts'
import { OrdinarySample, PostsOf } from './ordinary.ts'

const padded = (i: number): string => String(i).padStart(5, '0')
/** A permutation of 0 to 4999. */
const scattered = Array.from({ length: 5000 }, (_, i) => (i * 1777) % 5000)
const post = (i: number, ...things: string[]): Trace => ({ id: padded(i), things }) as Trace

describe('who tells what is usual', () => {
  it('is four hundred of each market by the hash of their numbers, in whatever order they come', () => {
    const phones = scattered.map((i) => `phone ${padded(i)}`)
    const sampleOf = (some: readonly string[]): string[] => {
      const sample = new OrdinarySample(new Set(['phone 00007']))
      for (const phone of some) sample.add({ phone, market: Number(phone.slice(6)) < 3 ? 'rentals' : 'jobs' })
      return sample.phones()
    }
    const byHash = (a: string, b: string): number => seedOf([a]) - seedOf([b])
    const jobs = phones.filter((phone) => Number(phone.slice(6)) >= 3 && phone !== 'phone 00007').sort(byHash)
    const rentals = ['phone 00000', 'phone 00001', 'phone 00002'].sort(byHash)
    expect(sampleOf(phones)).toEqual([...jobs.slice(0, 400), ...rentals])
    expect(sampleOf(phones.toReversed())).toEqual(sampleOf(phones))
  })

  it('gives the sixty posts with the smallest ids of a number that thousands show, and no number of few', () => {
    const posts = new PostsOf(['phone many', 'phone few'])
    for (const i of scattered) posts.add(post(i, 'edition e1', 'phone many', 'phone other'))
    for (let i = 0; i < 5; i++) posts.add(post(6000 + i, 'phone few'))
    const [only, ...others] = posts.groups()
    expect(others).toEqual([])
    expect(only!.things).toEqual(['phone many'])
    expect(only!.traces.map(({ id }) => id)).toEqual(Array.from({ length: 60 }, (_, i) => padded(i)))
  })
})
