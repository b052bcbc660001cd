import { randomBytes, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { openFiles } from '#platform/files'
import { testDatabase, testFolder } from '#test/stores'
import {
  addFile,
  beginUpload,
  eraseOwnFile,
  eraseOwnReport,
  fileReport,
  finishUpload,
  listOwnFiles,
  newReturnCode,
  receive,
  receivedOf,
  Report,
  returnWithCode,
  spellReturnCode,
  takeSecondCode,
} from '../index.ts'
import { getReport } from '../report/report.store.ts'
import { openedBy } from '../sealing/content-keys.ts'
import { bytesOf } from './file-bytes.ts'
import { getFile } from './file.store.ts'

const CANARY = 'the-lorry-by-the-blue-barn'
const text = Buffer.from(`${CANARY}\n`.repeat(40))

describe('a file of a report', async () => {
  const db = await testDatabase()
  const folder = testFolder()
  const keyring = await Keyring.open(folder)
  const files = await openFiles({ files: join(folder, 'files'), dataFolder: folder }, keyring)
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, files, now: () => new Date('2026-03-04T05:47:13Z') }
  const organisation = newId()
  const worker = { id: newId(), role: 'intake_worker', organisation, purpose: 'intake' }

  async function aVisit() {
    const id = randomUUID()
    const code = newReturnCode()
    const report = Report.parse({ story: 'see the picture' })
    await fileReport(services, {
      id,
      code,
      organisationId: organisation,
      channel: 'web',
      language: 'en',
      report,
    })
    return { id, code, visit: await visitOf(code) }
  }
  async function visitOf(code: string) {
    const returned = await returnWithCode(services, spellReturnCode(code, 'en'))
    if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
    return returned.visit
  }
  const sent = (bytes: Buffer, keepOriginal = false) => ({
    id: randomUUID(),
    name: 'IMG_1742.txt',
    bytes,
    keepOriginal,
  })
  const count = async () => {
    let n = 0
    for await (const _ of files.list()) n++
    return n
  }
  const onDisk = () =>
    readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('')

  it('is kept sealed under a name of ours, read by the team, and erased with its bytes', async () => {
    const { id, visit } = await aVisit()
    const file = sent(text)
    const before = await count()
    expect(await addFile(services, visit, file)).toEqual({ ok: true, removed: [], keptOriginal: false })
    expect(await addFile(services, visit, file)).toMatchObject({ ok: true })
    const [listed, more] = await listOwnFiles(services, visit)
    expect([listed?.name, more]).toEqual([`text-${file.id.slice(0, 4)}.txt`, undefined])
    expect(onDisk()).not.toContain(CANARY)

    const read = await db.as(worker, async (trx) => {
      const found = await getReport(trx, vault, openedBy({ key: null }), id)
      return getFile({ trx, vault }, found, file.id)
    })
    const bytes: Buffer[] = []
    for await (const piece of bytesOf(files, read.blob, Buffer.from(read.meta.key, 'base64')))
      bytes.push(piece)
    expect(Buffer.concat(bytes)).toEqual(text)

    await eraseOwnFile(services, visit, file.id)
    expect([await listOwnFiles(services, visit), await count()]).toEqual([[], before])
  })

  it('is refused where it cannot be cleaned, unless the original is wanted', async () => {
    const { visit } = await aVisit()
    const pdf = Buffer.from('%PDF-1.7 written by somebody')
    expect(await addFile(services, visit, sent(pdf))).toEqual({ ok: false, refusal: 'uncleanable' })
    expect(await addFile(services, visit, sent(Buffer.of(0xff, 0xd8, 0xff, 1)))).toEqual({
      ok: false,
      refusal: 'damaged',
    })
    expect(await addFile(services, visit, sent(Buffer.alloc(0)))).toEqual({ ok: false, refusal: 'empty' })
    expect(await addFile(services, visit, sent(pdf, true))).toMatchObject({ ok: true, keptOriginal: true })
    expect(await listOwnFiles(services, visit)).toMatchObject([{ name: 'IMG_1742.txt', uncleaned: true }])
  })

  it('keeps the original beside the cleaned one where the reporter asks for it; both go with the report', async () => {
    const { visit } = await aVisit()
    const before = await count()
    await addFile(services, visit, sent(text, true))
    expect(await count()).toBe(before + 2)
    expect(await listOwnFiles(services, visit)).toMatchObject([{ hasOriginal: true, uncleaned: false }])
    for (const blob of await eraseOwnReport(services, visit)) await files.delete(blob)
    expect(await count()).toBe(before)
  })

  it('arrives whole though the connection is cut at every 64 KiB, with nothing in the clear on the disk', async () => {
    const { visit } = await aVisit()
    const whole = Buffer.concat([Buffer.from(CANARY), Buffer.from(randomBytes(300_000).toString('base64'))])
    const upload = await beginUpload(services, visit, {
      length: whole.length,
      name: 'a.txt',
      keepOriginal: false,
    })
    let cuts = 0
    for (let at = 0; at < whole.length; at = await receivedOf(services, upload)) {
      // 64 KiB arrive, in pieces as a network makes them, and then the line is dead.
      const body = async function* () {
        for (let i = 0; i < 64; i++)
          yield whole.subarray(at + i * 1024, Math.min(at + (i + 1) * 1024, whole.length))
        if (at + 65_536 < whole.length) throw new Error(`cut ${++cuts}`)
      }
      await receive(services, upload, { offset: at, body: body() })
    }
    expect(cuts).toBe(6)
    expect(onDisk()).not.toContain(CANARY)
    const before = await count()
    expect(await finishUpload(services, upload)).toMatchObject({ ok: true })
    expect(await count()).toBeLessThan(before)
    const [listed] = await listOwnFiles(services, visit)
    expect(listed?.bytes).toBe(whole.length)
    await expect(finishUpload(services, upload)).rejects.toMatchObject({ code: 'intake.not-found' })
  })

  it('takes each byte once when two send at the same time, and is not ended before it is whole', async () => {
    const { visit } = await aVisit()
    const upload = await beginUpload(services, visit, {
      length: text.length,
      name: 'a.txt',
      keepOriginal: false,
    })
    const piece = (from: number, to: number) =>
      receive(services, upload, {
        offset: from,
        body: (async function* () {
          yield text.subarray(from, to)
        })(),
      })
    await Promise.all([piece(0, 500), piece(0, 500), piece(0, 500)])
    expect(await receivedOf(services, upload)).toBe(500)
    expect(await finishUpload(services, upload)).toBeUndefined()
    // From another place: nothing is taken, and the place to go on is told.
    expect(await piece(700, 800)).toBe(500)
    await piece(500, text.length)
    expect(await finishUpload(services, upload)).toMatchObject({ ok: true })
  })

  it('looks to an empty report as it does to a full one, and its bytes are forgotten', async () => {
    const { id } = await aVisit()
    const visit = await visitOf(await takeSecondCode(services, id))
    const before = await count()
    const file = sent(text)
    expect(await addFile(services, visit, file)).toMatchObject({ ok: true })
    expect(await listOwnFiles(services, visit)).toMatchObject([{ id: file.id, bytes: text.length }])
    await eraseOwnFile(services, visit, file.id)
    expect([await listOwnFiles(services, visit), await count()]).toEqual([[], before])
  })

  it('says of an empty report’s files what it says of a full one’s: sent whole, in pieces, refused, too many', async () => {
    const { id, visit: full } = await aVisit()
    const empty = await visitOf(await takeSecondCode(services, id))
    const picture = Buffer.from(
      'ffd8ffe1000845786966000000ffc0000b080001000101011100ffda0008010100003f00d2cf20ffd9',
      'hex',
    )
    const seen = async (visit: typeof full) => {
      const upload = await beginUpload(services, visit, {
        length: picture.length,
        name: 'a.jpg',
        keepOriginal: true,
      })
      const piece = (from: number, to: number) =>
        receive(services, upload, {
          offset: from,
          body: (async function* () {
            yield picture.subarray(from, to)
          })(),
        })
      const steps: unknown[] = [await piece(0, 10), await piece(20, 30), await receivedOf(services, upload)]
      steps.push(await finishUpload(services, upload), await piece(10, picture.length))
      steps.push(await finishUpload(services, upload))
      await expect(finishUpload(services, upload)).rejects.toMatchObject({ code: 'intake.not-found' })
      const film = Buffer.from('\0\0\0\x18ftypmp42')
      steps.push(await addFile(services, visit, sent(film)), await addFile(services, visit, sent(film, true)))
      for (let i = 0; i < 19; i++) steps.push(await addFile(services, visit, sent(text)))
      const files = await listOwnFiles(services, visit)
      return {
        steps,
        files: files.map(({ id: each, ...file }) => ({
          ...file,
          name: file.name.replace(each.slice(0, 4), ''),
        })),
      }
    }
    const before = await count()
    const shown = await seen(empty)
    expect(await count()).toBe(before)
    expect(shown).toEqual(await seen(full))
    expect([shown.steps.at(-1), shown.files.length]).toEqual([{ ok: false, refusal: 'too-many' }, 20])
  })

  it.each(['empty', 'full'])(
    'an %s report that is erased takes with it what was on its way',
    async (kind) => {
      const full = await aVisit()
      const visit = kind === 'full' ? full.visit : await visitOf(await takeSecondCode(services, full.id))
      const before = await count()
      const upload = await beginUpload(services, visit, { length: 9, name: 'a.txt', keepOriginal: false })
      const piece = (offset: number) => ({
        offset,
        body: (async function* () {
          // What is still on the wire when the report goes.
          if (offset > 0) for (const blob of await eraseOwnReport(services, visit)) await files.delete(blob)
          yield text.subarray(offset, offset + 4)
        })(),
      })
      await receive(services, upload, piece(0))
      expect(await count()).toBe(before + 1)
      await receive(services, upload, piece(4)).catch(() => undefined)
      expect(await count()).toBe(before)
    },
  )
})
