import { expect, it } from 'vitest'
import { parseConfig } from '#platform/config'
import { BadInput } from '#platform/errors'
import { testFolder } from '#test/stores'
import { userCommands } from './index.ts'

const config = parseConfig({ ASYLIA_DATA: testFolder() })

async function asylia(line: string) {
  const words = line.split(' ')
  const command = userCommands.find(({ name }) => name.every((word, i) => words[i] === word))
  if (!command) throw new Error(`no verb in: ${line}`)
  const { exit, json, text } = await command.run(words.slice(2), { json: false, config, progress: () => {} })
  return { exit, json: json as Record<string, unknown>, text }
}

it('the first administrator comes in from the terminal', async () => {
  const added = await asylia(
    'users add Ana@ficta.example --name Ana --role administrator --organisation Ficta',
  )
  expect(added.exit).toBe(0)
  expect(added.text).toContain('/api/auth/magic-link/verify?token=')
  await asylia('users lock ana@ficta.example')
  const { json } = await asylia('users list')
  expect(json['users']).toMatchObject([
    {
      email: 'ana@ficta.example',
      role: 'administrator',
      organisation: 'Ficta',
      lockedAt: expect.any(String),
    },
  ])
  expect((await asylia('users lock ana@ficta.example --open')).json).toEqual({
    email: 'ana@ficta.example',
    locked: false,
  })
  expect((await asylia('users link ana@ficta.example --recover')).text).toMatch(/^http/)
})

it.each([
  ['users add nobody --name X --role lawyer --organisation Y', 'EMAIL'],
  ['users add x@y.example --name X --role king --organisation Y', '--role: expected one of'],
  ['users add x@y.example --role lawyer --organisation Y', '--name is needed'],
  ['users add x@y.example --name X --role lawyer --organisation Y --kind 7', '--kind'],
  ['users add ana@ficta.example --name X --role lawyer --organisation Y', 'has an account already'],
  ['users link stranger@y.example', 'no account has the e-mail address'],
  ['users lock', 'expected 1'],
])('%s is refused in one line', async (line, says) => {
  const refusal = await asylia(line).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(BadInput)
  expect(String(refusal)).toContain(says)
  expect(String(refusal)).not.toContain('\n')
})
