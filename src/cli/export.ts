import { writeFileSync } from 'node:fs'
import { openPlatform, type Platform } from '#api'
import {
  CaseCode,
  CONSENT_PURPOSES,
  ctdcColumns,
  ctdcRefusal,
  exportHtcds,
  getCase,
  HTCDS_FORMATS,
  type HtcdsExport,
  htcdsText,
  listPeople,
  writeReferral,
} from '#cases'
import type { Actor } from '#platform/access'
import { type Command, type CommandAnswer, parseCommandLine } from '#platform/command'
import { AsyliaError, BadInput } from '#platform/errors'
import { actingWorker } from './acting.ts'

const FORMATS = [...HTCDS_FORMATS, 'uk-nrm-json', 'ctdc-csv'] as const
const usage = `export ${FORMATS.join('|')} [--recipient NAME] [--purpose PURPOSE] [--case CODE] [--as EMAIL] --out FILE`

/**
 * Cases leave in a standard's form: only of people who agreed to just this purpose and recipient, and of each only what
 * they agreed to. The export is on record, and in each person's case.
 */
export const exportCommand: Command = {
  name: ['export'],
  usage,
  summary: 'Write cases under HTCDS 2.0 as far as each person agreed, or a UK referral of one case',
  async run(args, { config }) {
    const { values, positionals } = parseCommandLine(
      usage,
      args,
      {
        case: { type: 'string' },
        out: { type: 'string' },
        purpose: { type: 'string', default: 'statistics' },
        recipient: { type: 'string' },
        as: { type: 'string' },
      },
      [1, 1],
    )
    const format = FORMATS.find((one) => one === positionals[0])
    if (format === undefined)
      throw new BadInput(`found the format '${positionals[0]}', expected ${FORMATS.join(', ')}`)
    if (values.out === undefined)
      throw new BadInput(`--out: expected a file to write; usage: asylia ${usage}`)
    if (values.case !== undefined && !CaseCode.safeParse(values.case).success)
      throw new BadInput(`--case: found '${values.case}', expected a case code such as heron-4821`)
    const purpose = CONSENT_PURPOSES.find((one) => one === values.purpose)
    if (purpose === undefined)
      throw new BadInput(
        `--purpose: found '${values.purpose}', expected one of ${CONSENT_PURPOSES.join(', ')}`,
      )
    if (format === 'ctdc-csv') return refuseRows(values.out)
    if (format === 'uk-nrm-json' && values.case === undefined)
      throw new BadInput('--case: expected the case to refer; a referral is of one person')
    if (format !== 'uk-nrm-json' && values.recipient === undefined) return refuseNobody(values.out)
    const to = { purpose, recipient: values.recipient ?? '' }
    const platform = await openPlatform(config)
    try {
      const actor = await actingWorker(platform.auth, values.as)
      if (format === 'uk-nrm-json') return await refer(platform, actor, values.case!, values.out)
      const found = await readAs(platform, actor, to, values.case, format)
      save(values.out, htcdsText(format, found.rows))
      return answerOf(values.out, to, found)
    } catch (error) {
      if (error instanceof AsyliaError && error.code === 'cases.not-found')
        throw new BadInput(`--case: ${error.message}`)
      throw error
    } finally {
      await platform.close()
    }
  },
}

type To = Parameters<typeof exportHtcds>[3]

function readAs(
  { database, vault, now }: Platform,
  actor: Actor,
  to: To,
  code: string | undefined,
  format: string,
): Promise<HtcdsExport> {
  const today = now().toISOString().slice(0, 10)
  return database.as(actor, (trx) => exportHtcds(trx, vault, actor, to, { code, format, today }))
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 })
  } catch {
    throw new BadInput(`--out: ${file} cannot be written`)
  }
}

/** A UK referral of the case's first person, by the route that is open now. */
async function refer(
  { database, vault, now }: Platform,
  actor: Actor,
  code: string,
  file: string,
): Promise<CommandAnswer> {
  const today = now().toISOString().slice(0, 10)
  try {
    const referral = await database.as(actor, async (trx) => {
      const found = await getCase(trx, code)
      const [person] = await listPeople(trx, found.id)
      return writeReferral(trx, vault, actor, found, person!.id, today)
    })
    save(file, `${JSON.stringify(referral, null, 2)}\n`)
    const { route, complete, missing } = referral
    return {
      exit: 0,
      json: { rows: 1, file, route, complete, missing },
      text: `written to ${file} (${route.replaceAll('_', ' ')}); ${missing.length} questions of the form are not answered${missing.map((field) => `\n  ${field}`).join('')}`,
    }
  } catch (error) {
    if (!(error instanceof AsyliaError) || !['cases.consent.refused', 'access.denied'].includes(error.code))
      throw error
    return {
      exit: 1,
      json: { rows: 0, file: null, refused: error.message },
      text: `refused: ${error.message}`,
    }
  }
}

/** The columns are mapped; rows wait for a gate that makes them safe. */
function refuseRows(file: string): CommandAnswer {
  return {
    exit: 1,
    json: { rows: 0, file: null, columns: ctdcColumns, refused: ctdcRefusal },
    text: `${file} was not written: ${ctdcRefusal}`,
  }
}

function answerOf(file: string, to: To, { rows, leftOut, withoutName }: HtcdsExport): CommandAnswer {
  const left = leftOut.noConsent + leftOut.otherRecipient + leftOut.ended
  const why = [
    [leftOut.noConsent, `agreed to no ${to.purpose}`],
    [leftOut.otherRecipient, 'agreed to it for another recipient'],
    [leftOut.ended, 'agreed once; it was taken back or ran out'],
  ] as const
  const text = [
    `${rows.length} people written to ${file}`,
    ...(left > 0 ? [`${left} left out:`] : []),
    ...why.flatMap(([count, words]) => (count > 0 ? [`  ${count} ${words}`] : [])),
    ...(withoutName > 0
      ? [`${withoutName} without what names them: you are not assigned to their case`]
      : []),
  ].join('\n')
  return {
    exit: rows.length === 0 && left > 0 ? 1 : 0,
    json: { rows: rows.length, file, leftOut: { total: left, ...leftOut }, withoutName },
    text,
  }
}

/** Nobody agrees to be passed on to nobody in particular. */
function refuseNobody(file: string): CommandAnswer {
  const refused = 'consent is given to somebody: name whom the file is for with --recipient'
  return { exit: 1, json: { rows: 0, file: null, refused }, text: `${file} was not written: ${refused}` }
}
