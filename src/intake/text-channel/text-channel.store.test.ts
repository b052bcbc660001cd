import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { readOwnReport, returnWithCode } from '../report/own-report.ts'
import { TextSimulator } from './simulator.ts'
import { openTextChannel } from './text-channel.ts'

const NUMBER = '+39 347 9911223'
const STORY = 'They lock the door at night'

describe('the text channel, by its simulator', async () => {
  const db = await testDatabase()
  const keyring = await Keyring.open(testFolder())
  const services = {
    db,
    keyring,
    vault: new Vault(new Sealer(keyring)),
    now: () => new Date(),
  }
  const organisation = { id: newId(), name: 'Casa Ficta' }
  const worker = { id: newId(), role: 'intake_worker', organisation: organisation.id, purpose: 'intake' }
  const phone = new TextSimulator()
  await phone.start(openTextChannel(services, async () => organisation))
  const reports = () =>
    db.as(worker, (trx) => trx.selectFrom('intake_report').select(['id', 'channel', 'danger']).execute())

  /** Sends each message in turn; every answer must fit into one message. */
  async function talk(number: string, messages: readonly string[]): Promise<string> {
    let last = ''
    for (const message of messages) {
      const { text, units, most } = await phone.send(number, message)
      expect([text, units <= most]).toEqual([text, true])
      last = text
    }
    return last
  }
  /** From the first message to the story, in English. */
  const toStory = ['hello', '1', '1', '1', '1', '1']
  const codeIn = (text: string) => /code: ([a-z ]+)\./.exec(text)?.[1] ?? ''

  it('says that it is not private before it asks anything', async () => {
    expect(await talk('+1 555 0001', ['hello', '1'])).toContain('not private')
    expect(await talk('+1 555 0001', ['1'])).toContain('Casa Ficta')
  })

  it('files a report, gives its code, hears it back, and keeps no number', async () => {
    await talk(NUMBER, [...toStory, STORY, 'and take the pay', '1'])
    // Signs: the third of the first message, then none of the others; the rest is left out or answered.
    await talk(NUMBER, ['3'])
    let text = ''
    for (let i = 0; i < 20 && !text.includes('code:'); i++) {
      const question = (await phone.send(NUMBER, '')).text
      text = (await phone.send(NUMBER, question.startsWith('Send it to the team') ? '1' : '0')).text
    }
    const code = codeIn(text)
    const returned = await returnWithCode(services, code)
    if (!returned.ok || returned.opens !== 'visit') throw new Error(`no report by the code in: ${text}`)
    const held = await readOwnReport(services, returned.visit)
    expect(held.report.story).toBe(`${STORY}\nand take the pay`)
    expect(held.report).toMatchObject({ safe: 'yes', about: 'me', signs: ['restriction_of_movement'] })
    expect(held.report.share.police ?? false).toBe(false)

    expect(await talk(NUMBER, [code.replace(/^\w+/, 'abandon')])).toContain('not the code')
    expect(await talk(NUMBER, [code])).toContain('Right')
    expect((await reports()).filter(({ channel }) => channel === 'text')).toHaveLength(1)

    const everything = await db.as(worker, (trx) =>
      sql<{ row: string }>`select row_to_json(r)::text as row from intake_report r`.execute(trx),
    )
    expect(JSON.stringify(everything.rows)).not.toMatch(/3479911223|347 9911223/)
  })

  it('keeps a talk that is on its way sealed: no word of it, and no number, lies in the table', async () => {
    await talk('+39 347 5550188', [...toStory, STORY])
    // As the owner of the database, whom no policy narrows.
    const owner = new pg.Client(db.ownerLogin)
    await owner.connect()
    const { rows } = await owner.query<{ body: Buffer; whole: string }>(
      'select body, s::text as whole from intake_text_session s',
    )
    await owner.end()
    expect(rows.length).toBeGreaterThan(0)
    for (const { body, whole } of rows) {
      expect(body.length % 4096).toBeLessThan(64)
      for (const each of [STORY, 'lock the door', '3475550188', '347 5550188', 'language', 'story']) {
        expect([each, body.includes(each), body.includes(Buffer.from(each, 'utf16le'))]).toEqual([
          each,
          false,
          false,
        ])
        expect(body.includes(Buffer.from(each).toString('base64').slice(0, -4))).toBe(false)
        expect(whole).not.toContain(each)
      }
    }
  })

  it('goes on where it stopped, also after a restart, and another number finds nothing of it', async () => {
    const question = await talk('+1 555 0003', ['hello', '1', '1', '1', '1'])
    const restarted = new TextSimulator()
    await restarted.start(openTextChannel(services, async () => organisation))
    expect((await restarted.send('+1 555 0003', '')).text).toBe(question)
    expect((await restarted.send('+1 555 0004', '')).text).toContain('English')
  })

  it('asks again for what is no answer, and takes digits of other scripts', async () => {
    const question = await talk('+1 555 0005', ['hello', '1', '1', '1'])
    expect(question).toContain('safe now')
    expect(await talk('+1 555 0005', ['perhaps'])).toBe(question)
    expect(await talk('+1 555 0005', ['77'])).toBe(question)
    expect(await talk('+1 555 0005', ['٢'])).toContain('call 112')
  })

  it('stops at the word in any language, and then begins anew', async () => {
    await talk('+1 555 0006', [...toStory, 'something'])
    expect(await talk('+1 555 0006', ['STOP'])).toContain('nothing is kept')
    expect(await talk('+1 555 0006', ['hello'])).toContain('English')
    await talk('+1 555 0006', ['1', '1', '1'])
    expect(await talk('+1 555 0006', ['قف'])).toContain('nothing is kept')
  })

  it('answers a message that is handed on a hundred times once, and files one report', async () => {
    const before = (await reports()).length
    const number = '+1 555 0007'
    await talk(number, ['hello', '1', '1', '1'])
    let text = ''
    for (let i = 0; i < 30 && !text.includes('code:'); i++) {
      const question = (await phone.send(number, '')).text
      const isLast = question.startsWith('Send it')
      text = (await phone.send(number, isLast ? '1' : '0', isLast ? 100 : 2)).text
    }
    expect(codeIn(text)).not.toBe('')
    expect((await reports()).length).toBe(before + 1)
    expect(phone.waiting).toBe(0)
  })

  it('files one report when many phones’ last messages arrive at the same moment twice', async () => {
    const before = (await reports()).length
    const numbers = Array.from({ length: 5 }, (_, i) => `+1 555 02${i}0`)
    const upToSending = async (number: string) => {
      await talk(number, ['hello', '1', '1', '1'])
      for (let i = 0; i < 30; i++) {
        if ((await phone.send(number, '')).text.startsWith('Send it')) return
        await phone.send(number, '0')
      }
    }
    await Promise.all(numbers.map(upToSending))
    const replies = await Promise.all(
      numbers.flatMap((number) => [phone.send(number, '1'), phone.send(number, '1')]),
    )
    expect(replies.every(({ units, most }) => units <= most)).toBe(true)
    expect((await reports()).length).toBe(before + numbers.length)
  })

  it('is closed while nobody receives reports', async () => {
    const alone = new TextSimulator()
    await alone.start(openTextChannel(services, async () => undefined))
    expect(await alone.send('+1 555 0009', 'hello')).toMatchObject({ ends: true })
  })
})
