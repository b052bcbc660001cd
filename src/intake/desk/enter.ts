import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { fileIn, hashCode, type IntakeServices, taken } from '../report/file-report.ts'
import { Channel, Report } from '../report/report.ts'
import { getReport } from '../report/report.store.ts'
import { newReturnCode, readReturnCode, spellReturnCode } from '../return-code/return-code.ts'
import { openedBy } from '../sealing/content-keys.ts'
import { SafeContact } from './safe-contact.ts'
import { keepContact } from './safe-contact.store.ts'

/** What a member of staff enters for somebody who called, came or was sent. */
export const EnteredReport = z.object({
  /** Chosen with the form, as its code is: sent twice on a bad line, it is one report with one code. */
  id: z.uuid().optional(),
  code: z
    .string()
    .regex(/^\d{24}$/)
    .refine((digits) => BigInt(digits) < 1n << 77n, 'expected a value of 77 bits')
    .optional()
    .describe('77 random bits in 24 digits, drawn by the form; kept as a keyed hash'),
  channel: Channel.exclude(['web', 'text']),
  language: z.string().min(2).max(10),
  report: Report,
  safeContact: SafeContact.nullable().default(null),
})
export type EnteredReport = z.infer<typeof EnteredReport>

export const Entered = z.object({
  id: z.string(),
  code: z
    .string()
    .describe('For the reporter alone, in words of their language or in digits; it is shown this once'),
  spoken: z.array(z.string()).describe('The code in the pieces in which it is read out'),
  answerBy: z.string(),
  again: z.boolean(),
})
export type Entered = z.infer<typeof Entered>

/**
 * Files it within one transaction. Throws `intake.conflict` when the id is taken, in the same words whether by a report that
 * can be seen here, one that is hidden or another organisation's, or by what was erased.
 */
export async function enterReport(
  trx: Transaction,
  services: IntakeServices,
  actor: Actor & { organisation: string },
  entered: EnteredReport,
): Promise<Entered> {
  const { id = randomUUID(), channel, language, report, safeContact } = entered
  const read = readReturnCode(entered.code ?? newReturnCode().padStart(24, '0'))
  if (!read.ok) throw new AsyliaError('intake.code.refused', 'expected a code of 24 digits')
  const code = read.canonical
  await expectFree(trx, services, id, code)
  const filed = await fileIn(trx, services, actor, {
    id,
    code,
    channel,
    language,
    report,
    organisationId: actor.organisation,
  })
  if (filed.again) await expectFree(trx, services, id, code)
  else if (safeContact) {
    // Who enters it may be no recipient of sealed reports: the code in hand opens what was just told.
    const found = await getReport(trx, services.vault, openedBy({ code }), id)
    await keepContact(trx, services.vault, found, safeContact)
  }
  const spelt = spellReturnCode(code, language)
  return { id, code: spelt, spoken: spelt.split(' '), answerBy: filed.answerBy, again: filed.again }
}

/** Nothing was sealed for this id yet, unless it was for this very report, sent before. */
async function expectFree(trx: Transaction, { keyring }: IntakeServices, id: string, code: string) {
  const { known, codeHash } = await trx
    .selectNoFrom((eb) => [
      eb.exists(eb.selectFrom('crypto_subject_key').select('subject').where('subject', '=', id)).as('known'),
      eb.selectFrom('intake_report').select('code_hash').where('id', '=', id).as('codeHash'),
    ])
    .executeTakeFirstOrThrow()
  if (known && !codeHash?.equals(hashCode(keyring, code))) throw taken()
}
