import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { day, number, whole, withCorpus } from '../command-options.ts'
import { findServiceGaps } from './service-gap.store.ts'
import { recordServices, ServiceRecord } from './services.store.ts'

const IMPORT = 'places services import FILE.csv --source NAME'
const importServices: Command = {
  name: ['places', 'services', 'import'],
  usage: IMPORT,
  summary:
    'Brings shelters, legal aid and health services (id, kind, country, latitude, longitude, languages, isOpen); points are made coarse, names are not kept.',
  run: async (args, { config }) => {
    const { values, positionals } = parseCommandLine(IMPORT, args, { source: { type: 'string' } }, [1, 1])
    const file = positionals[0]!
    if (!values.source) throw new BadInput('--source: expected the name of where the list comes from')
    const records = readServices(basename(file), await readFile(file, 'utf8').catch(() => unreadable(file)))
    const source = values.source
    return withCorpus(config, async (corpus) => {
      await recordServices(corpus, source, records)
      return {
        exit: 0,
        json: { source, services: records.length },
        text: `${records.length} services of ${source} are kept.`,
      }
    })
  },
}

function unreadable(file: string): never {
  throw new BadInput(`${basename(file)}: cannot be read`)
}

function parseRows(file: string, text: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, trim: true })
  } catch (error) {
    throw new BadInput(
      `${file}: expected CSV: ${error instanceof Error ? error.message : 'it cannot be parsed'}`,
    )
  }
}

/** Reads a list of services; the first mistake is named by file, row and field, and nothing is kept. */
export function readServices(file: string, text: string): ServiceRecord[] {
  const rows = parseRows(file, text)
  for (const column of ['id', 'kind', 'country', 'latitude', 'longitude'])
    if (rows[0] && !(column in rows[0])) throw new BadInput(`${file}: the column ${column} is missing`)
  return rows.map((row, index) => {
    const record = ServiceRecord.safeParse({
      ...row,
      latitude: row['latitude'] === '' ? undefined : Number(row['latitude']),
      longitude: row['longitude'] === '' ? undefined : Number(row['longitude']),
      languages: (row['languages'] ?? '').split(/[\s;,]+/).filter((one) => one !== ''),
      isOpen: !/^(no|false|0)$/i.test(row['isOpen'] ?? ''),
    })
    if (record.success) return record.data
    const [issue] = record.error.issues
    // The first line holds the names of the columns.
    throw new BadInput(`${file}, row ${index + 2}, ${issue?.path.join('.')}: ${issue?.message}`)
  })
}

const GAP = 'places service-gap [--far KM] [--known-on DATE] [--resolution N]'
const serviceGap: Command = {
  name: ['places', 'service-gap'],
  usage: GAP,
  summary:
    'How far shelter, legal aid and health care are from each area, and which languages nobody there works in.',
  run: async (args, { config }) => {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(GAP, args, { far: text, 'known-on': text, resolution: text })
    const query = {
      far: number(values.far, 'far', 50, 1, 1000),
      knownOn: day(values['known-on'], 'known-on'),
      resolution: whole(values.resolution, 'resolution', 4, 1, 5),
    }
    return withCorpus(config, async (corpus) => {
      const answer = await findServiceGaps(corpus, query)
      const lines = answer.areas
        .filter(({ gaps }) => gaps > 0)
        .map((area) => `${area.place || area.cell}: ${area.reasons.map(({ text: why }) => why).join(' ')}`)
      const head = `${answer.services} services are known; ${lines.length} of ${answer.areas.length} areas have a gap.`
      return { exit: 0, json: answer, text: [head, ...lines].join('\n') }
    })
  },
}

export const servicesCommands: Command[] = [importServices, serviceGap]
