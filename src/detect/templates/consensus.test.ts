import { expect, test } from 'vitest'
import { consensus } from './consensus.ts'

const texts = [
  { id: 'a', text: 'Workers wanted in Northwick, good pay, call Anna on 555 0101' },
  { id: 'b', text: 'Workers wanted in Harrow, good pay, call Boris on 555 0102' },
  { id: 'c', text: 'WORKERS wanted in Eastmoor, gооd pay, call Clara now on 555 0103' },
]

test('what stands in most texts is constant, what differs is a slot with its fillings', () => {
  const { parts, aligned, saved } = consensus(texts)
  expect(parts.map(({ kind, text }) => (kind === 'constant' ? text : '…'))).toEqual([
    'Workers wanted in',
    '…',
    'good pay, call',
    '…',
    'on 555 0101',
  ])
  expect(parts[1]!.fillings).toEqual(['Eastmoor', 'Harrow', 'Northwick'])
  expect(parts[3]!.fillings).toEqual(['Anna', 'Boris', 'Clara now'])
  expect(saved).toBeGreaterThan(0.4)
  // Every piece points at the characters it was read from.
  for (const { id, pieces } of aligned) {
    const source = texts.find((one) => one.id === id)!.text
    for (const piece of pieces) expect(source.slice(piece.start, piece.end)).toBe(piece.text)
  }
})

test('the order of the texts changes nothing', () => {
  expect(consensus([...texts].reverse())).toEqual(consensus(texts))
})

test('empty texts, one text, and scripts without spaces', () => {
  expect(consensus([]).parts).toEqual([])
  expect(consensus([{ id: 'a', text: '' }]).parts).toEqual([])
  const thai = ['สมัครงานต่างประเทศเงินดี โทร 1', 'สมัครงานต่างประเทศเงินดี ติดต่อ 2']
  expect(consensus(thai.map((text, i) => ({ id: String(i), text }))).parts[0]).toMatchObject({
    kind: 'constant',
    text: 'สมัครงานต่างประเทศเงินดี',
  })
})
