import { writeFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import { openPlatform } from '#api'
import { CaseCode, htcds, listForHtcds, toHtcds } from '#cases'
import { systemActor } from '#platform/access'
import { record } from '#platform/audit'
import { type Command, parseCommandLine } from '#platform/command'
import { AsyliaError, BadInput } from '#platform/errors'

const usage = 'export htcds-csv|htcds-json [--case CODE] --out FILE'

/** Cases leave in a standard's form, without names; the export is on record. */
export const exportCommand: Command = {
  name: ['export'],
  usage,
  summary: 'Write cases in the form of the Human Trafficking Case Data Standard 2.0, without names',
  async run(args, { config }) {
    const { values, positionals } = parseCommandLine(
      usage,
      args,
      { case: { type: 'string' }, out: { type: 'string' } },
      [1, 1],
    )
    const format = positionals[0]
    if (format !== 'htcds-csv' && format !== 'htcds-json')
      throw new BadInput(`found the format '${format}', expected htcds-csv or htcds-json`)
    if (values.out === undefined)
      throw new BadInput(`--out: expected a file to write; usage: asylia ${usage}`)
    if (values.case !== undefined && !CaseCode.safeParse(values.case).success) {
      throw new BadInput(`--case: found '${values.case}', expected a case code such as heron-4821`)
    }
    const file = values.out
    const actor = systemActor('cli.export')
    const platform = await openPlatform(config)
    try {
      const rows = await platform.database.as(actor, async (trx) => {
        const cases = await listForHtcds(trx, values.case)
        await record(trx, actor, {
          action: 'case.export',
          resource: 'case',
          subject: values.case ?? null,
          why: format,
        })
        return cases.map(toHtcds)
      })
      const text =
        format === 'htcds-json'
          ? `${JSON.stringify(rows, null, 2)}\n`
          : stringify(rows, { header: true, columns: htcds.columns, escape_formulas: true })
      writeFileSync(file, text, { mode: 0o600 })
      return { exit: 0, json: { rows: rows.length, file }, text: `${rows.length} rows written to ${file}` }
    } catch (error) {
      if (error instanceof AsyliaError && error.code === 'cases.not-found')
        throw new BadInput(`--case: ${error.message}`)
      throw error
    } finally {
      await platform.close()
    }
  },
}
