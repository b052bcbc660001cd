import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Keyring } from '#platform/crypto'
import { testFolder } from '#test/stores'
import { Report } from '../report/report.ts'
import { receiptCommands } from './commands.ts'
import { contentHash } from './give-receipt.ts'
import { type Receipt, receiptKey, signReceipt, verifyReceipt } from './receipt.ts'

describe('a receipt', async () => {
  const folder = testFolder()
  const keyring = await Keyring.open(folder)
  const report = Report.parse({ story: 'the lorry by the blue barn' })
  const filed = { id: '7d4f0a9e-3d5d-4f59-9d0c-6a4a7f6f9f01', code: '123456789', report }
  const receipt = signReceipt(receiptKey(keyring), {
    hour: '2026-03-04T05:00:00.000Z',
    content: contentHash(filed),
    log: { size: 41, root: 'ab'.repeat(32) },
  })

  it('is verified by its key, and by no other', async () => {
    expect(verifyReceipt(receipt, receipt.key)).toEqual({ ok: true, because: 'signed' })
    const other = receiptKey(await Keyring.open(testFolder()))
    const theirs = signReceipt(other, receipt)
    expect(verifyReceipt(receipt, theirs.key)).toEqual({ ok: false, because: 'another-key' })
    expect(verifyReceipt({ ...receipt, key: theirs.key }, theirs.key)).toMatchObject({ ok: false })
  })

  it('proves nothing where nobody says whose key it should be: anybody can sign', () => {
    expect(verifyReceipt(receipt, undefined)).toEqual({ ok: false, because: 'unknown-key' })
  })

  it('is refused once any of what it says is changed', () => {
    const altered: Receipt[] = [
      { ...receipt, hour: '2026-03-04T06:00:00.000Z' },
      { ...receipt, content: `${receipt.content.slice(0, -1)}${receipt.content.endsWith('0') ? '1' : '0'}` },
      { ...receipt, log: null },
      { ...receipt, log: { ...receipt.log!, size: 42 } },
      { ...receipt, signature: receipt.signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) },
      { ...receipt, key: 'no key' },
    ]
    for (const each of altered)
      expect(verifyReceipt(each, each.key)).toEqual({ ok: false, because: 'not-signed' })
  })

  it('is the same key after a restart, and tells nothing of the content to who lacks the code', async () => {
    const again = signReceipt(receiptKey(await Keyring.open(folder)), receipt)
    expect(again.key).toBe(receipt.key)
    expect(contentHash({ ...filed, code: '987654321' })).not.toBe(receipt.content)
    expect(JSON.stringify(receipt)).not.toMatch(/lorry|05:[1-9]/)
  })

  it('is verified from a file by the terminal, also among other notes', async () => {
    const [command] = receiptCommands
    const file = join(folder, 'note.txt')
    const run = (...args: string[]) => command!.run([...args], undefined as never)
    writeFileSync(file, `eggs, milk\n${JSON.stringify(receipt, null, 1)}\n`)
    const signed = { exit: 0, json: { ok: true, hour: receipt.hour } }
    expect(await run(file, '--key', receipt.key)).toMatchObject(signed)
    expect(await run(file)).toMatchObject({ exit: 1, text: expect.stringContaining('unknown key') })
    writeFileSync(file, JSON.stringify({ ...receipt, log: null }))
    expect(await run(file, '--key', receipt.key)).toMatchObject({ exit: 1, json: { ok: false } })
    writeFileSync(file, 'eggs, milk')
    await expect(run(file)).rejects.toThrow(/note\.txt: found no receipt/)
    await expect(run(join(folder, 'none.txt'))).rejects.toThrow(/none\.txt: cannot be read/)
  })
})
