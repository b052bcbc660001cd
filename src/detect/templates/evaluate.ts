import { parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateCorpus, openCorpus } from '#platform/corpus'
import { findMigrations } from '#platform/db'
import { BadInput } from '#platform/errors'
import { readObservation } from '../signatures/read-observation.ts'
import { type Agreement, agreement } from './agreement.ts'
import { findTemplates } from './find-templates.ts'

export type TemplateReport = Agreement & { seconds: number; docsPerSecond: number; peakRssMb: number }

/** The rows of a CSV file with columns `id,text,template_id`. Throws `BadInput` that names file, row and column. */
async function readLabelled(file: string): Promise<{ id: string; text: string; template: string }[]> {
  const rows: { id: string; text: string; template: string }[] = []
  const parser = parse({ columns: true, bom: true })
  const bytes = createReadStream(file)
  bytes.on('error', (error) => parser.destroy(error))
  bytes.pipe(parser)
  try {
    for await (const row of parser as AsyncIterable<Record<string, string>>) {
      for (const column of ['id', 'text', 'template_id'])
        if (row[column] === undefined)
          throw new BadInput(
            `${file}: found the columns ${Object.keys(row).join(', ')}, expected ${column} among them`,
          )
      rows.push({ id: row['id']!, text: row['text']!, template: row['template_id']! })
    }
  } catch (error) {
    if (error instanceof BadInput) throw error
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new BadInput(`${file}: row ${rows.length + 2}: ${reason}; expected CSV with id,text,template_id`)
  }
  if (rows.length === 0) throw new BadInput(`${file}: found no row, expected id,text,template_id`)
  return rows
}

/**
 * Measures the templates of labelled texts, by the very path that detection takes, in a store of its own. No label is
 * used but to score. `out` gets `id,template_id` as found.
 */
export async function evaluateTemplates(file: string, out?: string): Promise<TemplateReport> {
  const rows = await readLabelled(file)
  const folder = await mkdtemp(join(tmpdir(), 'asylia-eval-'))
  const corpus = await openCorpus({ dataFolder: folder, clickhouseUrl: undefined })
  try {
    await migrateCorpus(corpus, findMigrations('corpus'))
    const began = performance.now()
    for (let from = 0; from < rows.length; from += 5000) {
      const part = rows.slice(from, from + 5000).map(({ text }, i) => ({
        ...readObservation({
          id: String(from + i).padStart(32, '0'),
          version: '1',
          title: '',
          text,
          contact: '',
          country: '',
          images: [],
        }),
        number: from + i,
      }))
      await corpus.insert('detect_signature', part)
    }
    const { templates } = await findTemplates(corpus, 'evaluation')
    const seconds = (performance.now() - began) / 1000
    const found = rows.map(() => '-1')
    templates.forEach((members, template) => {
      for (const row of members) found[row] = String(template)
    })
    if (out !== undefined)
      await writeFile(
        out,
        stringify(
          rows.map(({ id }, row) => ({ id, template_id: found[row]! })),
          { header: true },
        ),
      )
    return {
      ...agreement(
        rows.map(({ template }) => template),
        found,
      ),
      seconds,
      docsPerSecond: rows.length / seconds,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    }
  } finally {
    await corpus.close()
    await rm(folder, { recursive: true, force: true })
  }
}
