import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { openPlatform, type Platform } from '#api'
import { type FileRow, importRecord, eachCase, readHtcdsCsv, readHtcdsJson } from '#cases'
import { loadCatalogue } from '#law/node'
import { Alpha3 } from '#model'
import type { Actor } from '#platform/access'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { actingWorker } from './acting.ts'

type Counts = { read: number; added: number; updated: 0; unchanged: number; rejected: number }

const MOST_BYTES = 64 * 1024 * 1024

/** Cases of another system come in under the Human Trafficking Case Data Standard, each row a case or a reject. */
export const importCasesCommands: Command[] = (['htcds-csv', 'htcds-json'] as const).map(
  (format): Command => {
    const usage = `import ${format} FILE… [--as EMAIL] [--jurisdiction ISO3]`
    return {
      name: ['import', format],
      usage,
      summary: `Bring in cases under the Human Trafficking Case Data Standard 2.0; the same file twice adds nothing`,
      async run(args, { config, progress }) {
        const { values, positionals } = parseCommandLine(
          usage,
          args,
          { as: { type: 'string' }, jurisdiction: { type: 'string' } },
          [1, Infinity],
        )
        if (values.jurisdiction !== undefined && !Alpha3.safeParse(values.jurisdiction).success)
          throw new BadInput(
            `--jurisdiction: found '${values.jurisdiction}', expected ISO 3166-1 alpha-3, such as GBR`,
          )
        const today = new Date().toISOString().slice(0, 10)
        const read = format === 'htcds-csv' ? readHtcdsCsv : readHtcdsJson
        const files = positionals.map((path) => ({ path, ...read(textOf(path), basename(path), today) }))
        const started = performance.now()
        const platform = await openPlatform(config)
        try {
          const actor = await actingWorker(platform.auth, values.as)
          const jurisdiction = values.jurisdiction ?? (await usualJurisdiction(platform, actor))
          const runs = []
          for (const file of files) {
            progress(`${file.path}: ${file.rows.length} rows`)
            const counts = await importRows(platform, actor, file.rows, jurisdiction, today)
            const rejects = file.rows.filter((row) => 'mistakes' in row)
            const rejectedFile =
              rejects.length > 0 ? writeRejects(file.path, format, file.header, rejects) : null
            runs.push({
              file: basename(file.path),
              ...counts,
              rejectedFile,
              firstRejects: rejects.slice(0, 5).map(shown),
            })
          }
          const total = runs.reduce(
            (sum, run) => ({
              read: sum.read + run.read,
              added: sum.added + run.added,
              updated: 0 as const,
              unchanged: sum.unchanged + run.unchanged,
              rejected: sum.rejected + run.rejected,
            }),
            { read: 0, added: 0, updated: 0 as const, unchanged: 0, rejected: 0 },
          )
          if (total.read > 0 && total.rejected === total.read) throw noneRead(runs[0]!)
          const seconds = Math.round(performance.now() - started) / 1_000
          const rejectedFile = runs.find((run) => run.rejectedFile !== null)?.rejectedFile ?? null
          return {
            exit: 0,
            json: { ...total, rejectedFile, seconds, files: runs },
            text: runs.map(wordsOf).join('\n'),
          }
        } finally {
          await platform.close()
        }
      },
    }
  },
)

async function importRows(
  platform: Platform,
  actor: Actor,
  rows: readonly FileRow[],
  jurisdiction: string,
  today: string,
): Promise<Counts> {
  const { database, vault, keyring } = platform
  const desk = { law: loadCatalogue(), vault, keyring, today }
  const counts: Counts = { read: rows.length, added: 0, updated: 0, unchanged: 0, rejected: 0 }
  for (const row of rows) {
    if ('mistakes' in row) counts.rejected += 1
    else counts[await importRecord(database, actor, desk, row.kept, jurisdiction)] += 1
  }
  return counts
}

/** The law most cases of the organisation are under: a file of the standard does not say. */
async function usualJurisdiction({ database }: Platform, actor: Actor): Promise<string> {
  const counts = new Map<string, number>()
  await database.as(actor, async (trx) => {
    for await (const { jurisdiction } of eachCase(trx, actor))
      counts.set(jurisdiction, (counts.get(jurisdiction) ?? 0) + 1)
  })
  const [usual] = [...counts].toSorted((a, b) => b[1] - a[1])
  if (usual) return usual[0]
  throw new BadInput('--jurisdiction: expected the country whose law protects these people, such as GBR')
}

function textOf(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch {
    throw new BadInput(`${path}: found no file that can be read, expected a file of cases`)
  }
  if (bytes.length > MOST_BYTES)
    throw new BadInput(`${basename(path)}: found ${bytes.length} bytes, expected at most ${MOST_BYTES}`)
  const text = bytes.toString('utf8')
  if (text.includes('\uFFFD'))
    throw new BadInput(`${basename(path)}: found bytes that are no UTF-8; save the file as CSV UTF-8`)
  return text
}

type Reject = Extract<FileRow, { mistakes: unknown }>

const joined = ({ mistakes }: Reject, of: 'field' | 'found' | 'expected') =>
  mistakes.map((mistake) => mistake[of]).join('; ')

/** The bad rows as they came, each with what is wrong: mended, the same command takes the file again. */
function writeRejects(
  path: string,
  format: string,
  header: readonly string[],
  rejects: readonly Reject[],
): string {
  const rows = rejects.map((reject) => ({
    ...reject.cells,
    _row: reject.row,
    _field: joined(reject, 'field'),
    _found: joined(reject, 'found'),
    _expected: joined(reject, 'expected'),
  }))
  const own = header.filter((name) => name !== '' && !name.startsWith('_'))
  const [file, text] =
    format === 'htcds-csv'
      ? [
          `${path}.rejects.csv`,
          stringify(rows, { header: true, columns: [...own, '_row', '_field', '_found', '_expected'] }),
        ]
      : [`${path}.rejects.json`, `${JSON.stringify(rows, null, 2)}\n`]
  try {
    // Rejects of an earlier import may be half mended: they are kept under another name.
    if (existsSync(file)) renameSync(file, `${file}.bak`)
    writeFileSync(file, text, { mode: 0o600 })
  } catch {
    throw new BadInput(`${file}: cannot be written; the good rows are in, the others are in no file`)
  }
  return file
}

const shown = (reject: Reject) => ({ row: reject.row, ...reject.mistakes[0]! })

type Run = Counts & { file: string; rejectedFile: string | null; firstRejects: ReturnType<typeof shown>[] }

function noneRead({ file, read, firstRejects, rejectedFile }: Run): BadInput {
  const { row, field, found, expected } = firstRejects[0]!
  return new BadInput(
    `${file}: none of its ${read} rows could be read; row ${row}, field ${field}: found ${found}, expected ${expected}; all of them: ${rejectedFile}`,
    { file, row, field },
  )
}

function wordsOf(run: Run): string {
  return [
    `${run.file}: ${run.read} rows: ${run.added} cases added, ${run.unchanged} known, ${run.rejected} rejected`,
    ...run.firstRejects.map(
      ({ row, field, found, expected }) =>
        `  row ${row}, field ${field}: found ${found}, expected ${expected}`,
    ),
    ...(run.rejectedFile === null ? [] : [`  rejected rows, to mend and import again: ${run.rejectedFile}`]),
  ].join('\n')
}
