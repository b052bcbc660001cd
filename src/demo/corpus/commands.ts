import { stringify } from 'csv-stringify/sync'
import { writeFile } from 'node:fs/promises'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { type KindName, kindNames, kinds } from './kinds.ts'
import { makeCorpus } from './make-corpus.ts'

const usage = `demo corpus --out FILE.csv [--kind ${kindNames.join('|')}] [--n N] [--seed S] [--edit SHARE]`

/** Writes a made-up corpus with its truth, for `eval templates` and for others. */
export const corpusCommand: Command = {
  name: ['demo', 'corpus'],
  usage,
  summary: 'Writes made-up ads with known templates as CSV, CC0; kinds and columns: docs/corpus.md.',
  async run(args) {
    const { values } = parseCommandLine(usage, args, {
      kind: { type: 'string' },
      n: { type: 'string' },
      seed: { type: 'string' },
      edit: { type: 'string' },
      out: { type: 'string' },
    })
    if (values.out === undefined) throw new BadInput('--out: expected the file to write')
    const kind = readKind(values.kind ?? 'mixed')
    const n = readCount('n', values.n ?? '5000', 10)
    const seed = readCount('seed', values.seed ?? '1', 0)
    const edit = values.edit === undefined ? undefined : readShare('edit', values.edit)
    const rows = makeCorpus({ kind, n, seed, edit })
    await writeFile(values.out, stringify(rows, { header: true }))
    const templates = new Set(rows.map(({ template_id }) => template_id).filter((id) => id !== '-1')).size
    return {
      exit: 0,
      json: { kind, n, seed, edit: edit ?? kinds[kind].edit, rows: rows.length, templates, file: values.out },
      text: `${rows.length} ads, ${templates} templates, ${kinds[kind].about}: ${values.out}`,
    }
  },
}

export function readKind(text: string): KindName {
  if (!Object.hasOwn(kinds, text))
    throw new BadInput(`--kind: found ${text}, expected one of ${kindNames.join(', ')}`)
  return text as KindName
}

export function readCount(option: string, text: string, least: number): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < least)
    throw new BadInput(`--${option}: found ${text}, expected a whole number of at least ${least}`)
  return count
}

/** A share, as .4 or 0.4. */
export function readShare(option: string, text: string): number {
  const share = Number(text)
  if (text.trim() === '' || !(share >= 0 && share <= 1))
    throw new BadInput(`--${option}: found ${text}, expected a share from 0 to 1, such as 0.4`)
  return share
}
