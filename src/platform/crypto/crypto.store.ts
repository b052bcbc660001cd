import { type Generated, sql } from 'kysely'
import type { Transaction } from '#platform/db'
import type { SubjectKeyStore } from './sealer.ts'

declare module '#platform/db' {
  interface Tables {
    crypto_subject_key: {
      subject: string
      wrapped: Buffer | null
      kek_version: number
      created_at: Generated<Date>
      shredded_at: Date | null
    }
  }
}

/** The wrapped subject keys in PostgreSQL, within one transaction: a key and what it seals are kept together. */
export function subjectKeyStore(trx: Transaction): SubjectKeyStore {
  return {
    async find(subject) {
      const row = await trx
        .selectFrom('crypto_subject_key')
        .select(['wrapped', 'kek_version as version'])
        .where('subject', '=', subject)
        .executeTakeFirst()
      return row
    },
    async findAll(subjects) {
      return trx
        .selectFrom('crypto_subject_key')
        .select(['subject', 'wrapped', 'kek_version as version'])
        .where(sql<boolean>`subject = any (${[...subjects]}::uuid[])`)
        .execute()
    },
    async add(subject, wrapped, version) {
      const done = await trx
        .insertInto('crypto_subject_key')
        .values({ subject, wrapped, kek_version: version, shredded_at: null })
        .onConflict((conflict) => conflict.column('subject').doNothing())
        .executeTakeFirst()
      return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    async replaceAll(keys) {
      // One statement for all: a rotation of many keys is then bound by the disk, not by journeys to the server.
      await sql`update crypto_subject_key as k set wrapped = n.wrapped, kek_version = n.version
        from unnest(${keys.map(({ subject }) => subject)}::uuid[], ${keys.map(({ wrapped }) => wrapped)}::bytea[],
                    ${keys.map(({ version }) => version)}::int[]) as n (subject, wrapped, version)
        where k.subject = n.subject and k.wrapped is not null`.execute(trx)
    },
    async shred(subject) {
      await trx
        .updateTable('crypto_subject_key')
        .set({ wrapped: null, shredded_at: sql<Date>`now()` })
        .where('subject', '=', subject)
        .where('wrapped', 'is not', null)
        .execute()
    },
    async listOlderThan(version, limit) {
      const rows = await trx
        .selectFrom('crypto_subject_key')
        .select(['subject', 'wrapped', 'kek_version as version'])
        .where('kek_version', '<', version)
        .where('wrapped', 'is not', null)
        .orderBy('kek_version')
        .orderBy('subject')
        .limit(limit)
        .forUpdate()
        .execute()
      return rows.map(({ wrapped, ...rest }) => ({ ...rest, wrapped: wrapped! }))
    },
  }
}
