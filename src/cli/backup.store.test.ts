import { createHash, randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { intakeServices, openPlatform, type Platform } from '#api'
import { fileReport, newReturnCode, readOwnReport, Report, returnWithCode, spellReturnCode } from '#intake'
import { newId } from '#model'
import { announce } from '#platform/jobs'
import { readHeads, verifyLog, walkEntries } from '#platform/audit'
import { type Config, parseConfig } from '#platform/config'
import { noLog } from '#platform/log'
import { testFolder } from '#test/stores'
import { backupCommand, listCorpusTables } from './backup.ts'
import { restoreCommand } from './backup-restore.ts'

const STORY = 'the-lorry-by-the-blue-barn'
const PASSPHRASE = 'correct horse battery'
const administrator = { id: 'test', role: 'administrator', organisation: null, purpose: 'administration' }

/** Every row of a table as one number: equal sums, equal rows. */
async function hashesOf({ database, corpus }: Platform): Promise<Record<string, string>> {
  const client = new pg.Client(database.ownerLogin)
  await client.connect()
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const hashes: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await client.query<{ hash: string }>(
      `select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as hash from "${name}" t`,
    )
    hashes[name] = rows[0]!.hash
  }
  await client.end()
  for (const table of await listCorpusTables(corpus)) {
    const pieces: Buffer[] = []
    for await (const piece of corpus.lines(`SELECT * FROM \`${table}\``)) pieces.push(piece)
    const lines = Buffer.concat(pieces).toString().split('\n').slice(0, -1).toSorted()
    hashes[`corpus ${table}`] =
      `${lines.length}:${createHash('sha256').update(lines.join('\n')).digest('hex')}`
  }
  return hashes
}

function configFor(folder: string): Config {
  return parseConfig({ ASYLIA_DATA: folder })
}

async function run(command: typeof backupCommand, file: string, config: Config) {
  return command.run([file], { json: true, config, progress: () => undefined })
}

describe('a backup of everything', () => {
  const home = testFolder()
  const [from, to, file] = [join(home, 'from'), join(home, 'to'), join(home, 'asylia.backup')]
  const code = newReturnCode()
  let before: Record<string, string>
  let keys: string[]
  let blob: string
  const passphraseBefore = process.env.ASYLIA_BACKUP_PASSPHRASE

  beforeAll(async () => {
    process.env.ASYLIA_BACKUP_PASSPHRASE = PASSPHRASE
    const platform = await openPlatform(configFor(from), { log: noLog })
    const organisation = await platform.auth.createOrganisation({ name: 'House', kind: 'hotline' })
    const email = 'worker@house.example'
    await platform.auth.createUser({
      name: 'W',
      email,
      role: 'analyst',
      organisation: organisation.id,
      demo: true,
    })
    await fileReport(intakeServices(platform), {
      id: randomUUID(),
      code,
      organisationId: organisation.id,
      channel: 'web',
      language: 'en',
      report: Report.parse({ story: STORY }),
    })
    await platform.database.as({ ...administrator, role: 'system', purpose: 'operation' }, (trx) =>
      announce(trx, 'test.happened', { text: 'tab\t newline\n \\N "quotes" é' }),
    )
    await platform.corpus.insert(
      'sources_ad',
      Array.from({ length: 5_000 }, (_, i) => ({
        id: i.toString(16).padStart(32, '0'),
        source: 's',
        external_id: String(i),
        posted_at: '2026-01-05T10:00:00Z',
        title: `Help "wanted" ${i}`,
        text: `tab\t newline\n 漢字 \\ ${i}`,
        latitude: i % 2 ? 1 / 3 : null,
        attributes: { k: `v${i}` },
        version: String(2n ** 63n + BigInt(i)),
      })),
    )
    blob = (await platform.files.put(Buffer.alloc(200_000, 'evidence'))).id
    await platform.audit.advance()
    await platform.close()
    const again = await openPlatform(configFor(from), { log: noLog })
    before = await hashesOf(again)
    await again.close()
    keys = readdirSync(join(from, 'keys')).map((name) => readFileSync(join(from, 'keys', name), 'hex'))
    await run(backupCommand, file, configFor(from))
  }, 300_000)
  afterAll(() => {
    if (passphraseBefore === undefined) delete process.env.ASYLIA_BACKUP_PASSPHRASE
    else process.env.ASYLIA_BACKUP_PASSPHRASE = passphraseBefore
  })

  it('shows nothing of what is in it, the keys least of all', () => {
    const bytes = readFileSync(file)
    expect(bytes.includes(STORY)).toBe(false)
    for (const key of keys) expect(bytes.includes(Buffer.from(key, 'hex'))).toBe(false)
  })

  it('is not written over, and not made of a folder that holds nothing', async () => {
    await expect(run(backupCommand, file, configFor(from))).rejects.toThrow(/exists already/)
    await expect(run(backupCommand, join(home, 'other'), configFor(join(home, 'nowhere')))).rejects.toThrow(
      /no keys/,
    )
  })

  it('comes back row for row: a report opens by its code, a file by its id, the audit log verifies', async () => {
    const config = configFor(to)
    await run(restoreCommand, file, config)
    const platform = await openPlatform(config, { log: noLog })
    try {
      const after = await hashesOf(platform)
      // What signing in again or the sequencer adds comes later: nothing ran in between.
      expect(after).toEqual(before)
      expect(Number(after['corpus sources_ad']!.split(':')[0])).toBe(5_000)
      const returned = await returnWithCode(intakeServices(platform), spellReturnCode(code, 'en'))
      if (!returned.ok || returned.opens !== 'visit') throw new Error('the code opens no report')
      expect((await readOwnReport(intakeServices(platform), returned.visit)).report.story).toBe(STORY)
      const parts: Buffer[] = []
      for await (const part of platform.files.get(blob)) parts.push(part)
      expect(Buffer.concat(parts).equals(Buffer.alloc(200_000, 'evidence'))).toBe(true)
      await platform.audit.advance()
      const verified = await platform.database.as(administrator, async (trx) =>
        verifyLog(walkEntries(trx), await readHeads(trx), platform.audit.publicKey),
      )
      expect(verified).toMatchObject({ ok: true })
      // The sequences go on where they were: a new account, a new report.
      await fileReport(intakeServices(platform), {
        id: randomUUID(),
        code: newReturnCode(),
        organisationId: newId(),
        channel: 'web',
        language: 'en',
        report: Report.parse({ story: 'after' }),
      })
    } finally {
      await platform.close()
    }
  }, 120_000)

  it('is refused where something is already, and leaves it as it is', async () => {
    const held = readdirSync(to).toSorted()
    await expect(run(restoreCommand, file, configFor(to))).rejects.toThrow(/expected an empty folder/)
    expect(readdirSync(to).toSorted()).toEqual(held)
  })

  it('leaves nothing behind when it was altered, cut off, or the passphrase is another', async () => {
    const target = join(home, 'refused')
    const refused = async (bytes: Buffer, words: RegExp) => {
      const bad = join(home, 'bad.backup')
      writeFileSync(bad, bytes)
      await expect(run(restoreCommand, bad, configFor(target))).rejects.toMatchObject({
        code: 'input.invalid',
        message: expect.stringMatching(words),
      })
      expect([existsSync(target), existsSync(`${target}.restoring`)]).toEqual([false, false])
    }
    const good = readFileSync(file)
    for (let i = 0; i < 5; i++) {
      const altered = Buffer.from(good)
      altered[Math.floor(Math.random() * good.length)]! ^= 1 + Math.floor(Math.random() * 255)
      await refused(altered, /altered|no backup|format/)
    }
    await refused(good.subarray(0, -1), /cut off/)
    process.env.ASYLIA_BACKUP_PASSPHRASE = 'another passphrase'
    await refused(good, /does not open it/)
    process.env.ASYLIA_BACKUP_PASSPHRASE = PASSPHRASE
  })

  it('takes away a draft that a killed restore left', async () => {
    const target = join(home, 'again')
    await run(restoreCommand, file, configFor(`${target}.restoring`))
    copyFileSync(file, join(`${target}.restoring`, 'left-over'))
    await run(restoreCommand, file, configFor(target))
    expect([existsSync(join(target, 'left-over')), existsSync(`${target}.restoring`)]).toEqual([false, false])
  }, 120_000)
})
