import { z } from 'zod'
import type { Catalogue } from '#law'
import { Alpha3 } from '#model'
import type { Keyring, Vault } from '#platform/crypto'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { ConsentPurpose } from '../consent/consent.ts'
import { CaseCode } from '../record/case.ts'
import { requireOrganisation } from '../record/case.store.ts'
import { exportHtcds, whoAgreed } from './export-htcds.ts'
import { importRecord } from './import-htcds.ts'
import { BadRow, GoodRow, lookOver, underKnownLaw } from './look-over.ts'
import { readHtcdsCsv, readHtcdsJson, readHtcdsRecord } from './read-file.ts'
import { HTCDS_FORMATS, htcdsText } from './write-file.ts'

const Format = z.enum(HTCDS_FORMATS)

/** What a file holds, row for row, before anything of it is kept. */
export const HtcdsReading = z.object({
  good: z.array(GoodRow),
  bad: z.array(BadRow),
  header: z.array(z.string()).describe('The columns of a CSV, in its order'),
})
export type HtcdsReading = z.infer<typeof HtcdsReading>

const LeftOut = z.object({ noConsent: z.int(), otherRecipient: z.int(), ended: z.int() })

/** Who would be in a file; by code names, as everywhere. */
export const HtcdsPreview = z.object({
  people: z.array(
    z.object({
      code: CaseCode,
      codeName: z.string(),
      fields: z.array(z.string()),
      withoutName: z.boolean().describe('The asker is not assigned: what names the person stays here'),
    }),
  ),
  leftOut: LeftOut,
})
export type HtcdsPreview = z.infer<typeof HtcdsPreview>

/** A file that left: its text, how many people are in it, and why the others are not. */
export const HtcdsFileGiven = z.object({
  text: z.string(),
  people: z.int(),
  withoutName: z.int(),
  leftOut: LeftOut,
})
export type HtcdsFileGiven = z.infer<typeof HtcdsFileGiven>

/** How many records became cases, and which rows are known already. */
export const HtcdsAdded = z.object({ added: z.int(), unchanged: z.int() })
export type HtcdsAdded = z.infer<typeof HtcdsAdded>

const To = z.object({
  purpose: ConsentPurpose,
  recipient: z.string().trim().min(1).max(300).describe('Whom the person agreed to, as they named them'),
  code: CaseCode.optional().describe('People of this case alone'),
})

type Services = { vault: Vault; keyring: Keyring; law: () => Catalogue; today: () => string }

/** Cases of another system come in under the standard, and leave under it as far as each person agreed. */
export function exchangeRoutes({ vault, keyring, law, today }: Services): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/cases/standards/htcds/readings',
      summary: 'Read a file of cases under HTCDS 2.0: what would be added, and what is wrong, row for row',
      description: 'Keeps nothing. A file no row can be read from is refused, naming the column.',
      access: { resource: 'case_import', action: 'read', purpose: 'protection' },
      body: z.object({
        format: Format,
        name: z.string().trim().min(1).max(300).describe('The file’s name, for messages'),
        text: z.string().max(8_000_000),
      }),
      answer: HtcdsReading,
      limits: { bytes: 16 * 1024 * 1024, ms: 60_000 },
      async handle({ actor, db, body: { format, name, text } }) {
        const organisation = requireOrganisation(actor)
        if (text.includes('\uFFFD'))
          throw new BadInput(`${name}: found bytes that are no UTF-8; save the file as CSV UTF-8`, {
            file: name,
          })
        const read = format === 'htcds-csv' ? readHtcdsCsv : readHtcdsJson
        const { rows, header } = read(text, name, today())
        const desk = { keyring, law: law(), today: today() }
        return { ...(await db.as(actor, (trx) => lookOver(trx, desk, organisation, rows))), header }
      },
    }),
    endpoint({
      method: 'post',
      path: '/cases/standards/htcds/imports',
      summary: 'Add records as cases, each of its own; the same record twice is one case',
      description:
        'All of them are read before the first is added. An import that broke off is sent again as it was.',
      access: { resource: 'case_import', action: 'create', purpose: 'protection' },
      body: z.object({
        jurisdiction: Alpha3.describe('Whose law protects these people, where a record does not say'),
        records: z.array(z.record(z.string(), z.unknown())).max(50),
      }),
      answer: HtcdsAdded,
      limits: { bytes: 16 * 1024 * 1024, ms: 60_000 },
      async handle({ actor, db, body: { jurisdiction, records } }) {
        const desk = { law: law(), vault, keyring, today: today() }
        const rows = records.map((record, i) =>
          underKnownLaw(readHtcdsRecord(record, i + 1, desk.today), desk.law),
        )
        const counts = { added: 0, unchanged: 0 }
        for (const row of rows) {
          if (!('mistakes' in row)) continue
          const [{ field, found, expected }] = row.mistakes as [(typeof row.mistakes)[number]]
          throw new BadInput(`row ${row.row}, field ${field}: found ${found}, expected ${expected}`, {
            row: row.row,
            field,
          })
        }
        for (const row of rows)
          if ('kept' in row) counts[await importRecord(db, actor, desk, row.kept, jurisdiction)] += 1
        return counts
      },
    }),
    endpoint({
      method: 'post',
      path: '/cases/standards/htcds/exports/preview',
      summary: 'Who would be in a file for this purpose and recipient, and why the others would not',
      description: 'Nothing leaves by it. In a body, since a recipient’s name belongs in no address.',
      access: { resource: 'referral', action: 'read', purpose: 'protection' },
      body: To,
      answer: HtcdsPreview,
      limits: { ms: 60_000 },
      async handle({ actor, db, body: { code, ...to } }) {
        const { people, leftOut } = await db.as(actor, (trx) =>
          whoAgreed(trx, vault, actor, to, { code, today: today() }),
        )
        return {
          people: people.map(({ held, fields, withoutName }) => ({
            code: held.code,
            codeName: held.codeName,
            fields,
            withoutName,
          })),
          leftOut,
        }
      },
    }),
    endpoint({
      method: 'post',
      path: '/cases/standards/htcds/exports',
      summary:
        'Write a file under HTCDS 2.0 of those who agreed; it is listed as a copy in each of their cases',
      access: { resource: 'referral', action: 'create', purpose: 'protection' },
      body: To.extend({ format: Format }),
      answer: HtcdsFileGiven,
      limits: { ms: 60_000 },
      async handle({ actor, db, body: { format, code, ...to } }) {
        const { rows, leftOut, withoutName } = await db.as(actor, (trx) =>
          exportHtcds(trx, vault, actor, to, { code, format, today: today() }),
        )
        return { text: htcdsText(format, rows), people: rows.length, withoutName, leftOut }
      },
    }),
  ]
}
