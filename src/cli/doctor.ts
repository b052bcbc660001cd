import { statfsSync } from 'node:fs'
import { sql } from 'kysely'
import { z } from 'zod'
import { openPlatform } from '#api'
import { countPending, readHeads } from '#platform/audit'
import { type Command, parseCommandLine } from '#platform/command'

type Finding = { what: string; ok: boolean; says: string }

/** A health page in words: what runs, where it is kept, and what to do where something is wrong. */
export const doctorCommand: Command = {
  name: ['doctor'],
  usage: 'doctor',
  summary: 'Say in words whether everything is in order, and what to do where it is not',
  async run(args, { config }) {
    parseCommandLine('doctor', args, {})
    const platform = await openPlatform(config)
    try {
      const findings: Finding[] = []
      const { rows } = await sql<{ version: string; fsync: string; checksums: string; owner: boolean }>`
        select current_setting('server_version') as version, current_setting('fsync') as fsync,
               current_setting('data_checksums') as checksums,
               (select rolsuper from pg_roles where rolname = current_user) as owner`.execute(
        platform.database.kysely,
      )
      const records = rows[0]!
      findings.push({
        what: 'records',
        ok: records.fsync === 'on' && !records.owner,
        says: `PostgreSQL ${records.version}, ${platform.database.engine}; fsync ${records.fsync}, data checksums ${records.checksums}`,
      })
      const [corpus] = await platform.corpus.query(
        'select version() as version',
        z.object({ version: z.string() }),
      )
      findings.push({
        what: 'observations',
        ok: true,
        says: `ClickHouse ${corpus?.version}, ${platform.corpus.engine}`,
      })
      const administrator = {
        id: 'doctor',
        role: 'administrator',
        organisation: null,
        purpose: 'administration',
      }
      const [pending, heads] = await platform.database.as(administrator, async (trx) => [
        await countPending(trx),
        await readHeads(trx),
      ])
      findings.push({
        what: 'audit log',
        ok: pending < 10_000,
        says: `${heads.at(-1)?.size ?? 0} entries under signed heads, ${pending} waiting`,
      })
      const disk = statfsSync(config.dataFolder)
      const free = (disk.bavail * disk.bsize) / 2 ** 30
      findings.push({
        what: 'disk',
        ok: free > 1,
        says: `${free.toFixed(1)} GiB free at ${config.dataFolder}${free > 1 ? '' : ': make room, writing will stop'}`,
      })
      const ok = findings.every((finding) => finding.ok)
      const lines = findings.map(
        ({ what, ok: good, says }) => `${good ? 'in order' : 'LOOK HERE'}  ${what}: ${says}`,
      )
      return { exit: ok ? 0 : 1, json: { ok, findings }, text: lines.join('\n') }
    } finally {
      await platform.close()
    }
  },
}
