import { expect, test } from 'vitest'
import { unroll } from './countries.ts'

test('a ring within the map stays as it is', () => {
  const ring = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 0],
  ]
  expect(unroll(ring)).toEqual(ring)
})

test('a ring across 180° runs on instead of back across the world', () => {
  const ring = [
    [178, 65],
    [-178, 65],
    [-178, 70],
    [178, 70],
    [178, 65],
  ]
  expect(unroll(ring).map(([x]) => x)).toEqual([178, 182, 182, 178, 178])
})

test('a ring round the pole is closed along it', () => {
  const ring = [
    [-170, -70],
    [-60, -75],
    [60, -70],
    [170, -75],
    [-170, -70],
  ]
  const flat = unroll(ring)
  expect(flat.slice(-3)).toEqual([
    [190, -89.9],
    [-170, -89.9],
    [-170, -70],
  ])
})
