import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { withCorpus } from '../command-options.ts'
import { AreaSetName, listAreaSets, storeAreas } from './areas.store.ts'
import { readAreas } from './read-areas.ts'

const IMPORT =
  'places areas import FILE.geojson --name NAME [--code PROPERTY] [--label PROPERTY] [--population PROPERTY] [--country PROPERTY] [--source TEXT]'
const importAreas: Command = {
  name: ['places', 'areas', 'import'],
  usage: IMPORT,
  summary:
    'Brings administrative areas as GeoJSON, to count by instead of cells; says what is wrong with each.',
  run: async (args, { config }) => {
    const text = { type: 'string' } as const
    const { values, positionals } = parseCommandLine(
      IMPORT,
      args,
      { name: text, code: text, label: text, population: text, country: text, source: text },
      [1, 1],
    )
    const file = positionals[0]!
    const name = AreaSetName.safeParse(values.name)
    if (!name.success)
      throw new BadInput(
        `--name '${values.name ?? ''}': expected small letters, digits and dashes, at most 40`,
      )
    const read = readAreas(basename(file), await readJson(file), {
      code: values.code ?? 'code',
      name: values.label ?? 'name',
      population: values.population,
      country: values.country,
    })
    const set = { name: name.data, title: basename(file), source: values.source ?? '' }
    return withCorpus(config, async (corpus) => {
      await storeAreas(corpus, set, read)
      const { areas, remarks } = read
      const withoutPopulation = areas.filter(({ population }) => !population).length
      const leftOut = remarks.filter((remark) => remark.leftOut).length
      const lines = [
        `${areas.length} areas are kept as '${set.name}'; ${leftOut} features were left out; ${withoutPopulation} areas have no population.`,
        ...remarks.map(({ feature, code, what }) => `feature ${feature} (${code || 'no code'}): ${what}`),
      ]
      return {
        exit: 0,
        json: { ...set, areas: areas.length, leftOut, withoutPopulation, remarks },
        text: lines.join('\n'),
      }
    })
  },
}

async function readJson(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new BadInput(`${basename(file)}: cannot be read`)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new BadInput(`${basename(file)}: is no JSON`)
  }
}

const LIST = 'places areas list'
const listAreas: Command = {
  name: ['places', 'areas', 'list'],
  usage: LIST,
  summary: 'The sets of administrative areas that can be counted by.',
  run: async (args, { config }) => {
    parseCommandLine(LIST, args, {})
    return withCorpus(config, async (corpus) => {
      const sets = await listAreaSets(corpus)
      const lines = sets.map(
        ({ name, title, areas, withoutPopulation }) =>
          `${name}: ${areas} areas of ${title}, ${withoutPopulation} without population`,
      )
      return { exit: 0, json: { sets }, text: lines.join('\n') || 'There are none yet.' }
    })
  },
}

export const areasCommands: Command[] = [importAreas, listAreas]
