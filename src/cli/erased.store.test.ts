import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { intakeServices, openPlatform, type Platform } from '#api'
import { addHold, ERASURES_FILE, getCase, keepRetentionOnce, OpenCase, openCase } from '#cases'
import { addFile, fileReport, newReturnCode, Report, returnWithCode, spellReturnCode } from '#intake'
import { loadCatalogue } from '#law/node'
import type { Actor } from '#platform/access'
import { readHeads, verifyLog, walkEntries } from '#platform/audit'
import type { Command } from '#platform/command'
import { type Config, parseConfig } from '#platform/config'
import { noLog } from '#platform/log'
import { testFolder } from '#test/stores'
import { findWords } from '../../test/canary/scan.ts'
import { openBackup } from './backup-format.ts'
import { backupCommand } from './backup.ts'
import { restoreCommand } from './backup-restore.ts'
import { caseCommands } from './cases.ts'

const CANARY = 'Canary-Erased-61b7e2'
const PASSPHRASE = 'correct horse battery'
const [dueCommand, holdCommand, eraseCommand] = caseCommands as [Command, Command, Command]
const run = (command: Command, args: string[], config: Config) =>
  command.run(args, { json: true, config, progress: () => undefined })

async function blobsOf({ files }: Platform): Promise<string[]> {
  const all: string[] = []
  for await (const id of files.list()) all.push(id)
  return all
}

/** Every row of every table that shows one of the words, as `table`. */
async function tablesWith({ database }: Platform, words: readonly string[]): Promise<string[]> {
  const owner = new pg.Client(database.ownerLogin)
  await owner.connect()
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const hit = await owner.query(
      `select 1 from "${name}" t where exists (select 1 from unnest($1::text[]) w where strpos(t::text, w) > 0) limit 1`,
      [words],
    )
    if (hit.rows.length > 0) found.push(name)
  }
  await owner.end()
  return found.toSorted()
}

async function readable(file: string): Promise<string> {
  const pieces: Buffer[] = []
  const plain = Readable.from(openBackup(createReadStream(file), PASSPHRASE, file), { objectMode: false })
  for await (const piece of plain.pipe(createGunzip())) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('latin1')
}

describe('a person who was erased', () => {
  const home = testFolder()
  const [from, to] = [join(home, 'from'), join(home, 'to')]
  const [older, newer] = [join(home, 'older.backup'), join(home, 'newer.backup')]
  const configOf = (folder: string) => parseConfig({ ASYLIA_DATA: folder })
  const reports = [randomUUID(), randomUUID()] as const
  let code: string
  let caseId: string
  let sealed: string
  const before = process.env.ASYLIA_BACKUP_PASSPHRASE
  afterAll(() => {
    if (before === undefined) delete process.env.ASYLIA_BACKUP_PASSPHRASE
    else process.env.ASYLIA_BACKUP_PASSPHRASE = before
  })

  async function asOwner<T extends pg.QueryResultRow>(platform: Platform, statement: string): Promise<T[]> {
    const owner = new pg.Client(platform.database.ownerLogin)
    await owner.connect()
    try {
      return (await owner.query<T>(statement)).rows
    } finally {
      await owner.end()
    }
  }

  async function file(platform: Platform, id: string, organisationId: string): Promise<void> {
    const services = intakeServices(platform)
    const returnCode = newReturnCode()
    const report = Report.parse({ story: `${CANARY} told this` })
    await fileReport(services, {
      id,
      code: returnCode,
      organisationId,
      channel: 'web',
      language: 'en',
      report,
    })
    const returned = await returnWithCode(services, spellReturnCode(returnCode, 'en'))
    if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
    const bytes = Buffer.from(`${CANARY} wrote this`)
    await addFile(services, returned.visit, { id: randomUUID(), name: 'a.txt', bytes, keepOriginal: true })
  }

  beforeAll(async () => {
    process.env.ASYLIA_BACKUP_PASSPHRASE = PASSPHRASE
    const platform = await openPlatform(configOf(from), { log: noLog })
    const { id: organisation } = await platform.auth.createOrganisation({ name: 'House', kind: 'ngo' })
    const email = 'worker@house.example'
    const made = { name: 'W', email, role: 'case_worker', organisation, demo: true } as const
    await platform.auth.createUser(made)
    const [user] = await platform.auth.listUsers()
    const worker: Actor = { id: user!.id, role: 'case_worker', organisation, purpose: 'protection' }
    for (const id of reports) await file(platform, id, organisation)
    const { vault, database } = platform
    const desk = { law: loadCatalogue(), vault, today: '2026-03-04' }
    const found = await database.as(worker, async (trx) => {
      const opening = OpenCase.parse({ jurisdiction: 'DEU', origin: 'report', originId: reports[0] })
      return openCase(trx, worker, desk, opening)
    })
    ;({ code, id: caseId } = found)
    await database.as(worker, async (trx) =>
      addHold(trx, vault, worker, await getCase(trx, code), {
        ground: 'claim',
        note: `${CANARY} claims wages`,
        until: '2999-01-01',
      }),
    )
    // The other report was read once, two years and more ago, and became nothing.
    await asOwner(
      platform,
      `update intake_report set status = 'read', received_at = '2020-01-01T00:00:00Z' where id = '${reports[1]}'`,
    )
    const [row] = await asOwner<{ body: string }>(
      platform,
      `select encode(body, 'hex') as body from intake_report where id = '${reports[0]}'`,
    )
    sealed = row!.body
    expect(await blobsOf(platform)).toHaveLength(4)
    await platform.close()
    await run(backupCommand, [older], configOf(from))
  }, 300_000)

  it('is kept while a hold stands, and erased by the verb when it was lifted', async () => {
    const erase = [code, '--because', 'person_asked', '--again', code]
    expect(await run(eraseCommand, erase, configOf(from))).toMatchObject({ exit: 1 })
    const { json } = await run(holdCommand, [code], configOf(from))
    const [{ id }] = (json as { holds: { id: string }[] }).holds as [{ id: string }]
    await run(holdCommand, [code, '--lift', id], configOf(from))
    await expect(
      run(eraseCommand, [code, '--because', 'person_asked', '--again', 'heron-1'], configOf(from)),
    ).rejects.toThrow('once more')
    expect(await run(eraseCommand, erase, configOf(from))).toMatchObject({
      exit: 0,
      json: { code, files: 2 },
    })
  }, 300_000)

  it('and a silent report is proposed, then erased where the operator says so; each once', async () => {
    expect(await run(dueCommand, [], configOf(from))).toMatchObject({
      json: { cases: [], reports: [{ id: reports[1], lastWord: '2020-01-01' }] },
    })
    const platform = await openPlatform(configOf(from), { log: noLog })
    const keeper = {
      db: platform.database,
      dataFolder: from,
      today: () => '2026-03-04',
      deleteFiles: async (blobs: readonly string[]) => {
        for (const blob of blobs) await platform.files.delete(blob)
      },
    }
    const keep = (eraseDue: boolean) => keepRetentionOnce({ ...keeper, eraseDue })
    expect(await keep(false)).toEqual({ proposed: 1, erased: 0, files: 0 })
    expect(await keep(false)).toEqual({ proposed: 0, erased: 0, files: 0 })
    expect(await keep(true)).toEqual({ proposed: 0, erased: 1, files: 2 })
    expect(await keep(true)).toEqual({ proposed: 0, erased: 0, files: 0 })
    await platform.close()
  }, 300_000)

  it('is in no row, no file, no byte on the disk, no new backup; the log verifies', async () => {
    const platform = await openPlatform(configOf(from), { log: noLog })
    await platform.audit.advance()
    // Ids alone: the record, the proof, keys without a key, and a word to listeners, who find nothing by it.
    expect(await tablesWith(platform, [caseId, reports[0], reports[1], sealed, CANARY])).toEqual([
      'audit_entry',
      'audit_pending', // a reporter's line waits for its hour to end
      'cases_erasure',
      'crypto_subject_key',
      'jobs_outbox',
    ])
    expect(await tablesWith(platform, [sealed, CANARY])).toEqual([])
    expect(
      await asOwner(
        platform,
        `select 1 from crypto_subject_key where wrapped is not null and subject in ('${caseId}', '${reports.join("','")}')`,
      ),
    ).toEqual([])
    expect(await blobsOf(platform)).toEqual([])
    const administrator = { id: 'test', role: 'administrator', organisation: null, purpose: 'administration' }
    const verified = await platform.database.as(administrator, async (trx) =>
      verifyLog(walkEntries(trx), await readHeads(trx), platform.audit.publicKey),
    )
    expect(verified).toMatchObject({ ok: true, findings: [] })
    await platform.close()
    await run(backupCommand, [newer], configOf(from))
    const text = await readable(newer)
    expect(text).toContain(code) // in the record of the erasure
    expect([CANARY, sealed].filter((word) => text.includes(word))).toEqual([])
    // The scan would find it: the older backup still holds the sealed words.
    expect(await readable(older)).toContain(sealed)
    expect(findWords([from], [CANARY]).hits).toEqual([])
  }, 300_000)

  it('is erased again where an older backup is restored, though a hold stood then', async () => {
    const again = await run(restoreCommand, [older, '--erasures', join(from, ERASURES_FILE)], configOf(to))
    expect(again).toMatchObject({ exit: 0, json: { erasedAgain: 2 } })
    const platform = await openPlatform(configOf(to), { log: noLog })
    const left = await tablesWith(platform, [sealed, CANARY])
    expect(left).toEqual([])
    expect(await asOwner(platform, 'select 1 from cases_case')).toEqual([])
    expect(await asOwner(platform, 'select 1 from intake_report')).toEqual([])
    expect(await blobsOf(platform)).toEqual([])
    await platform.close()
  }, 300_000)
})
