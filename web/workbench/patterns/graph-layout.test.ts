import { expect, test } from 'vitest'
import { layOut } from './graph-layout.ts'

const nodes = ['a', 'b', 'c', 'd'].map((id) => ({ id, observations: 1 }))
const edges = [
  { a: 'a', b: 'b', weight: 1 },
  { a: 'c', b: 'd', weight: 1 },
]
const size = { width: 600, height: 400 }

test('the same graph always looks the same', () => {
  expect(layOut(nodes, edges, size)).toEqual(layOut(nodes, edges, size))
})

test('every node has a place within the frame', () => {
  for (const { x, y } of layOut(nodes, edges, size).values()) {
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x).toBeLessThanOrEqual(600)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y).toBeLessThanOrEqual(400)
  }
})

test('what is linked stands nearer than what is not', () => {
  const at = layOut(nodes, edges, { width: 500, height: 500 })
  const far = (one: string, other: string): number =>
    Math.hypot(at.get(one)!.x - at.get(other)!.x, at.get(one)!.y - at.get(other)!.y)
  expect(far('a', 'b') + far('c', 'd')).toBeLessThan(far('a', 'c') + far('b', 'd'))
})

test('one node stands in the middle', () => {
  expect(layOut([{ id: 'a', observations: 1 }], [], size).get('a')).toEqual({ x: 300, y: 200 })
})
