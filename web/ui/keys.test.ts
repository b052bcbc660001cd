import { expect, test } from 'vitest'
import { type KeyBinding, match, nameOf, starts, step } from './keys.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}): Parameters<typeof nameOf>[0] => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})
const bind = (keys: string, label = keys): KeyBinding => ({
  keys,
  label,
  group: 'test',
  run: () => undefined,
})

test('control and command are the same key to us', () => {
  expect(nameOf(press('k', { ctrlKey: true }))).toBe('mod+k')
  expect(nameOf(press('k', { metaKey: true }))).toBe('mod+k')
  expect(nameOf(press('?'))).toBe('?')
})

test('two keys one after the other are one binding', () => {
  const bindings = [bind('g r'), bind('r')]
  expect(starts(bindings, 'g')).toBe(true)
  expect(match(bindings, 'r', 'g')?.keys).toBe('g r')
  expect(match(bindings, 'r', undefined)?.keys).toBe('r')
  expect(match(bindings, 'x', 'g')).toBeUndefined()
})

test('the page goes before the shell', () => {
  expect(match([bind('c', 'shell'), bind('c', 'page')], 'c', undefined)?.label).toBe('page')
})

test('j and k stop at the ends of a list', () => {
  expect(step(3, -1, 1)).toBe(0)
  expect(step(3, -1, -1)).toBe(2)
  expect(step(3, 2, 1)).toBe(2)
  expect(step(3, 0, -1)).toBe(0)
  expect(step(0, -1, 1)).toBe(-1)
})
