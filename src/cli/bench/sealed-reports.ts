import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { intakeServices, type Platform } from '#api'
import { newReturnCode, publicDoor, Report, rowsOfFiling, sealWords } from '#intake'
import { AsyliaError } from '#platform/errors'

export const STORY =
  'I came to work in a house. They took my passport and I may not go out. I sleep in the kitchen. '
/** One in so many came from a page with JavaScript and was not opened since: its words are sealed to the door key themselves. */
const SEALED_IN_BROWSER_EVERY = 20
const TOGETHER = 500

type Rows = Awaited<ReturnType<typeof rowsOfFiling>>

/**
 * Fills the records with reports sealed to an organisation's recipients, each made as filing makes it and written by COPY, as
 * if they had come over years: nothing is announced.
 */
export async function copySealedReports(
  platform: Platform,
  organisationId: string,
  n: number,
): Promise<void> {
  const services = intakeServices(platform)
  const door = await publicDoor(services, organisationId)
  if (!door) throw new AsyliaError('bench.no-door', 'the organisation has no door key')
  const client = new pg.Client(platform.database.ownerLogin)
  await client.connect()
  try {
    for (let done = 0; done < n; done += TOGETHER) {
      const made = await Promise.all(
        Array.from({ length: Math.min(TOGETHER, n - done) }, async (_, i) => {
          const told =
            i % SEALED_IN_BROWSER_EVERY
              ? { story: STORY }
              : { sealed: { story: await sealWords(door, STORY) } }
          const filing = {
            id: randomUUID(),
            code: newReturnCode(),
            organisationId,
            channel: 'web' as const,
            language: 'en',
            report: Report.parse({ ...told, safe: 'yes' }),
          }
          return rowsOfFiling(services, filing, door)
        }),
      )
      for (const table of ['crypto_subject_key', 'intake_report', 'intake_decoy'] as const)
        await copy(
          client,
          table,
          made.map((rows) => rows[table]),
        )
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

async function copy(client: pg.Client, table: keyof Rows, rows: readonly Rows[keyof Rows][]): Promise<void> {
  const columns = Object.keys(rows[0]!)
  const lines = rows.map((row) => `${Object.values(row).map(textOf).join('\t')}\n`)
  await pipeline(
    Readable.from(lines),
    client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`)),
  )
}

/** A value in COPY's text format: none of ours holds a tab, a line's end or a backslash. */
function textOf(value: Buffer | Date | string | number | null): string {
  if (value === null) return '\\N'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  return value instanceof Date ? value.toISOString() : String(value)
}
