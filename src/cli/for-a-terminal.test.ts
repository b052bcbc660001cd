import { expect, test } from 'vitest'
import { forATerminal } from './for-a-terminal.ts'

test('what an ad says to the terminal is shown, not obeyed', () => {
  expect(forATerminal('ok\u001b]52;c;aGk=\u0007\u009b2J\r')).toBe(
    'ok\\u001b]52;c;aGk=\\u0007\\u009b2J\\u000d',
  )
  expect(forATerminal('a\u202eb')).toBe('a\\u202eb')
  const plain = 'two lines\n\tand a tab, é, عربي, 東京 🔥'
  expect(forATerminal(plain)).toBe(plain)
})
