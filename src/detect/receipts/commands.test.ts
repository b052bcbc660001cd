import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig } from '#platform/config'
import { BadInput } from '#platform/errors'
import { testFolder } from '#test/stores'
import { receiptCommands } from './commands.ts'

test('what is no receipt is the mistake of whoever asks, and named', async () => {
  const folder = testFolder()
  const verify = receiptCommands.find(({ name }) => name.join(' ') === 'patterns verify')!
  const context = { json: true, config: parseConfig({ ASYLIA_DATA: folder }), progress: () => {} }
  const ask = (text: string | undefined) => {
    const file = join(folder, 'receipt.json')
    if (text !== undefined) writeFileSync(file, text)
    return verify.run([text === undefined ? join(folder, 'none.json') : file], context)
  }
  await expect(ask(undefined)).rejects.toThrow(/none\.json: cannot be read \(ENOENT\)/)
  await expect(ask('eggs, milk')).rejects.toThrow(/receipt\.json: found no JSON/)
  await expect(ask('{"v": 1}')).rejects.toThrow(/receipt\.json: kind: .*expected the receipt of a pattern/)
  await expect(ask('[]')).rejects.toBeInstanceOf(BadInput)
  await expect(verify.run([], context)).rejects.toBeInstanceOf(BadInput)
})
