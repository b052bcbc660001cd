import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { readOwnReport, Report, returnWithCode } from '../index.ts'
import { onceMore } from '../report/file-report.ts'
import { getReport } from '../report/report.store.ts'
import { openedBy } from '../sealing/content-keys.ts'
import { becomeRecipient } from '../sealing/recipients.store.ts'
import { EnteredReport, enterReport } from './enter.ts'
import { readContact } from './safe-contact.store.ts'

describe('a report that staff enter', async () => {
  const db = await testDatabase()
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, now: () => new Date('2026-03-04T05:47:13Z') }
  const organisation = newId()
  const [ana, bo] = [newId(), newId()].map((id) => ({
    id,
    role: 'intake_worker',
    organisation,
    purpose: 'intake',
  }))
  await db.as(ana!, (trx) => becomeRecipient(trx, ana!, 'seven ducks cross the river slowly'))

  const form = (change: object = {}) =>
    EnteredReport.parse({
      id: randomUUID(),
      code: '000000012345678901234567',
      channel: 'phone',
      language: 'en',
      report: Report.parse({ story: 'told on the phone' }),
      safeContact: {
        timeZone: 'Europe/Rome',
        addresses: [{ kind: 'phone', address: '0721 555 6677', safe: 'ask_first' }],
      },
      ...change,
    })
  const enter = (entered: EnteredReport) =>
    onceMore(() => db.as(bo!, (trx) => enterReport(trx, services, bo!, entered)))

  it('kept a hundred times at once is one report with one code, which its caller reads it by', async () => {
    const entered = form()
    const answers = await Promise.all(Array.from({ length: 100 }, () => enter(entered)))
    expect(new Set(answers.map(({ code }) => code)).size).toBe(1)
    expect(answers.filter(({ again }) => !again)).toHaveLength(1)
    const all = await db.as(bo!, (trx) => trx.selectFrom('intake_report').select('id').execute())
    expect(all).toEqual([{ id: entered.id }])
    const returned = await returnWithCode(services, answers[0]!.spoken.join(', '))
    if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
    expect((await readOwnReport(services, returned.visit)).report.story).toBe('told on the phone')
  })

  it('keeps how its caller is reached, sealed, also by staff who are no recipients', async () => {
    const entered = form({ code: '000000022345678901234567' })
    await enter(entered)
    const code = openedBy({ code: String(BigInt(entered.code!)) })
    const contact = await db.as(bo!, async (trx) =>
      readContact(trx, vault, await getReport(trx, vault, code, entered.id!)),
    )
    expect(contact?.addresses[0]).toMatchObject({ address: '0721 555 6677', safe: 'ask_first', hours: [] })
    const { body } = await db.as(bo!, (trx) =>
      trx
        .selectFrom('intake_contact')
        .select('body')
        .where('report_id', '=', entered.id!)
        .executeTakeFirstOrThrow(),
    )
    expect(body.toString('latin1')).not.toContain('555')
  })

  it('is refused under the id of another report, and with a code longer than a code is', async () => {
    const entered = form({ code: '000000032345678901234567' })
    await enter(entered)
    await expect(enter({ ...entered, code: '000000042345678901234567' })).rejects.toMatchObject({
      code: 'intake.conflict',
    })
    expect(EnteredReport.safeParse({ ...form(), code: '9'.repeat(24) }).success).toBe(false)
    expect(EnteredReport.safeParse({ ...form(), channel: 'web' }).success).toBe(false)
  })

  it('names an hour zone that there is none of as a mistake', async () => {
    const wrong = form({
      id: randomUUID(),
      code: '000000052345678901234567',
      safeContact: { timeZone: 'Middle/Earth', addresses: [] },
    })
    await expect(enter(wrong)).rejects.toThrow(/timeZone/)
    expect(
      await db.as(bo!, (trx) =>
        trx.selectFrom('intake_report').select('id').where('id', '=', wrong.id!).execute(),
      ),
    ).toEqual([])
  })
})
