import { createServer, type Socket } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { systemActor } from '#platform/access'
import { testDatabase } from '#test/stores'
import { openMail, sendNotices } from './index.ts'
import { keepWish, readWish } from './notices.ts'

/** A mail server that takes everything, as RFC 5321 has it, and refuses one address. */
async function mailServer(refuses: string) {
  const letters: string[] = []
  const server = createServer((socket: Socket) => {
    let letter: string | undefined
    let rest = ''
    socket.on('error', () => undefined)
    socket.write('220 test\r\n')
    socket.on('data', (bytes) => {
      rest += bytes.toString()
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (letter !== undefined) {
          if (line !== '.') letter += `${line}\n`
          else {
            letters.push(letter)
            letter = undefined
            socket.write('250 taken\r\n')
          }
        } else if (line === 'DATA') {
          letter = ''
          socket.write('354 go on\r\n')
        } else if (line === 'QUIT') socket.end('221 bye\r\n')
        else socket.write(line.includes(refuses) ? '550 no such person\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { letters, smtpUrl: `smtp://127.0.0.1:${port}` }
}

describe('notices by e-mail', async () => {
  const database = await testDatabase()
  const { letters, smtpUrl } = await mailServer('gone@')
  const mail = openMail({ mail: { smtpUrl, from: 'desk@asylia.example' } })!
  const people = ['a', 'b', 'c'].map((letter) => ({
    id: `00000000-0000-7000-8000-00000000000${letter}`,
    email: letter === 'c' ? 'gone@asylia.example' : `${letter}@asylia.example`,
  }))
  const asStaff = (id: string) => ({ id, role: 'analyst', organisation: null, purpose: 'analysis' })
  const told = (today: string) =>
    database.as(systemActor('test'), (trx) => sendNotices(trx, mail, people, today))

  it('reach those who wished them, once a day, and say nothing of what waits', async () => {
    expect(openMail({ mail: undefined })).toBeUndefined()
    expect(await told('2026-11-24')).toBe(0)
    for (const { id } of [people[0]!, people[2]!])
      await database.as(asStaff(id), (trx) => keepWish(trx, id, true))
    expect(await told('2026-11-24')).toBe(1)
    expect(await told('2026-11-24')).toBe(0)
    expect(await told('2026-11-25')).toBe(1)
    expect(letters).toHaveLength(2)
    expect(letters[0]).toContain('To: a@asylia.example')
    expect(letters[0]).not.toMatch(/warning|report|case|traffick|asylia(?!\.example)/i)
  })

  it('are decided by each person alone', async () => {
    const [a, b] = [people[0]!.id, people[1]!.id]
    expect(await database.as(asStaff(a), (trx) => readWish(trx, a))).toBe(true)
    expect(await database.as(asStaff(b), (trx) => readWish(trx, a))).toBe(false)
    await expect(database.as(asStaff(b), (trx) => keepWish(trx, a, false))).rejects.toThrow(
      /opens no such row of mail_wish/,
    )
    await database.as(asStaff(a), (trx) => keepWish(trx, a, false))
    expect(await told('2026-11-26')).toBe(0)
  })
})
