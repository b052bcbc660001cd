import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileReport, newReturnCode, Report, spellReturnCode } from '#intake'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { openFiles } from '#platform/files'
import { testDatabase, testFolder } from '#test/stores'
import { Doors } from './doors.ts'
import { portal } from './portal.ts'

describe('sending a file', async () => {
  const folder = testFolder()
  const keyring = await Keyring.open(folder)
  const files = await openFiles({ files: join(folder, 'files'), dataFolder: folder }, keyring)
  const db = await testDatabase()
  const clock = { at: new Date('2026-03-04T05:47:13Z') }
  const intake = { db, vault: new Vault(new Sealer(keyring)), keyring, files, now: () => clock.at }
  const organisation = { id: newId(), name: 'Casa Ficta', kind: 'hotline' }
  const faults: unknown[] = []
  const door = portal({
    intake,
    doors: new Doors(intake),
    receiver: async () => organisation,
    publicUrl: 'http://127.0.0.1:8080',
    log: (_level, event, fields) => void faults.push({ event, ...fields }),
  })
  const text = Buffer.from('they keep my passport\n'.repeat(20_000))

  const form = (fields: Record<string, string>) =>
    door.request('/report/upload', { method: 'POST', body: new URLSearchParams(fields) })
  const piece = (upload: string, offset: number, bytes?: Uint8Array<ArrayBuffer>) =>
    door.request('/report/upload', {
      method: 'POST',
      headers: { 'x-upload': upload, 'x-offset': String(offset), 'content-type': 'application/octet-stream' },
      ...(bytes && { body: bytes }),
    })
  const hiddenIn = (html: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

  async function open(): Promise<string> {
    const code = newReturnCode()
    const report = Report.parse({ story: 'see the file' })
    const filing = {
      id: randomUUID(),
      code,
      organisationId: organisation.id,
      channel: 'web',
      language: 'en',
      report,
    }
    await fileReport(intake, { ...filing, channel: 'web' })
    const answer = await door.request('/report/return', {
      method: 'POST',
      body: new URLSearchParams({ go: 'open', typed: spellReturnCode(code, 'en') }),
    })
    return hiddenIn(await answer.text(), 'held')
  }

  it('arrives piece by piece, from wherever it stopped, and shows the report again', async () => {
    const held = await open()
    const begun = await form({ held, length: String(text.length), name: 'IMG_1.txt' })
    const { upload } = (await begun.json()) as { upload: string }
    expect(await (await piece(upload, 0, new Uint8Array(text.subarray(0, 100_000)))).json()).toEqual({
      received: 100_000,
    })
    expect(await (await piece(upload, -1)).json()).toEqual({ received: 100_000 })
    expect(await (await piece(upload, 100_000, new Uint8Array(text.subarray(100_000)))).json()).toEqual({
      received: text.length,
    })
    const page = await (await form({ held, upload })).text()
    expect(page).toContain('The file is with the team.')
    expect(page).toMatch(/text-\w{4}\.txt/)
    expect(faults).toEqual([])
  })

  it('needs the code given, and says early what is too large', async () => {
    const held = await open()
    expect((await form({ held, length: String(2 ** 31), name: 'film.mp4' })).status).toBe(413)
    expect((await piece('made up', 0, new Uint8Array(3))).status).toBe(404)
    const page = await (await form({ held: 'made up', length: '3', name: 'a' })).text()
    expect(page).toContain('Come back')
    const large = await door.request('/report/return', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(2 ** 31) },
      body: 'x',
    })
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('25 MB')])
  })

  it('of 2 GB that does not say how long it is, is read no further than what may come', async () => {
    const held = await open()
    const head = `--x\r\nContent-Disposition: form-data; name="held"\r\n\r\n${held}\r\n--x\r\nContent-Disposition: form-data; name="upload"; filename="film.txt"\r\n\r\n`
    const chunk = new Uint8Array(1024 * 1024).fill(97)
    let sent = 0
    const film = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 0) controller.enqueue(new TextEncoder().encode(head))
        sent++
        if (sent > 2048) controller.close()
        else controller.enqueue(chunk)
      },
    })
    const answer = await door.request('/report/return', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: film,
      duplex: 'half',
    } as RequestInit)
    const page = await answer.text()
    expect([answer.status, page.includes('25 MB')]).toEqual([413, true])
    expect(sent).toBeLessThan(64)
    expect(faults).toEqual([])
  })

  it('by a plain form, broken off or without the code, is no fault and leaves nothing', async () => {
    const held = await open()
    const body = (fields: Record<string, string>, end = '--x--\r\n') =>
      Object.entries(fields)
        .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
        .join('') +
      `--x\r\nContent-Disposition: form-data; name="upload"; filename="a.txt"\r\n\r\nhello\r\n${end}`
    const send = async (content: string) => {
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      return (await door.request('/report/return', { method: 'POST', headers, body: content })).text()
    }
    expect(await send(body({ held, go: 'file', currentLanguage: 'en' }))).toContain(
      'The file is with the team.',
    )
    expect(await send(body({ held: 'made up', go: 'file' }))).toContain('Come back')
    expect(await send(body({ held, go: 'file' }).slice(0, -20))).toContain('<main id="main"')
    expect(await send(body({ held, go: 'file' }, ''))).toContain('<main id="main"')
    expect(faults).toEqual([])
  })

  it('asks for the code again when the page was left open on a shared phone', async () => {
    const held = await open()
    clock.at = new Date(clock.at.getTime() + 31 * 60_000)
    const page = await (await form({ held, length: '3', name: 'a' })).text()
    expect(page).toContain('closed itself, to keep you safe')
    // A clock an hour back, an hour ahead: neither opens what was closed, nor closes what is just open.
    clock.at = new Date('2026-03-04T04:47:13Z')
    const early = await open()
    clock.at = new Date(clock.at.getTime() - 3_600_000)
    expect((await form({ held: early, length: '3', name: 'a' })).status).toBe(200)
  })
})
