import { expect, test } from 'vitest'
import { parseConfig } from '#platform/config'
import { BadInput } from '#platform/errors'
import { testFolder } from '#test/stores'
import { detectCommands } from './commands.ts'

test('a pattern that is not there is the mistake of whoever asks', async () => {
  const show = detectCommands.find(({ name }) => name.join(' ') === 'patterns show')!
  const asked = show.run(['p0000000000000000'], {
    json: true,
    config: parseConfig({ ASYLIA_DATA: testFolder() }),
    progress: () => {},
  })
  await expect(asked).rejects.toThrow(
    /^ID: found p0000000000000000, expected a pattern of the newest run: asylia patterns$/,
  )
  await expect(asked).rejects.toBeInstanceOf(BadInput)
})
