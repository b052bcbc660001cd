import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('commas, quotes and line ends are quoted', () => {
  expect(toCsv(['a', 'b'], [['x, y', 'say "no"\nthen']])).toBe('\uFEFFa,b\r\n"x, y","say ""no""\nthen"\r\n')
})

test('a cell that a spreadsheet would run is made plain text; numbers stay numbers', () => {
  expect(toCsv(['a'], [['=HYPERLINK("x")'], ['+33 1'], [-4]])).toBe(
    '\uFEFFa\r\n"\'=HYPERLINK(""x"")"\r\n\'+33 1\r\n-4\r\n',
  )
})

test('what is not there is an empty cell', () => {
  expect(toCsv(['a', 'b'], [[null, undefined]])).toBe('\uFEFFa,b\r\n,\r\n')
})
