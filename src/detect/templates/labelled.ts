import { parse } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { BadInput } from '#platform/errors'

/** A text with its true template, and what else is known of it. */
export type LabelledText = {
  id: string
  text: string
  /** −1: of no template. */
  template: string
  /** Templates that are one in another language or script; the template where nothing is told. */
  family: string
  /** Part of a template that went its own way; the template where nothing is told. */
  edition: string
  script: string
  /** Half of the templates, kept apart: `test` texts share no family with the others. */
  split: 'train' | 'test'
}

const scripts =
  'Latin Cyrillic Greek Arabic Hebrew Devanagari Bengali Tamil Thai Hangul Georgian Armenian Ethiopic Han'.split(
    ' ',
  )
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
const patterns = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'gu')] as const)

/** The script that most letters are of; Japanese where kana stand in it. */
export function mainScript(text: string): string {
  const start = text.slice(0, 400)
  if (kana.test(start)) return 'Japanese'
  let best = 'other'
  let most = 0
  for (const [script, letters] of patterns) {
    const count = start.match(letters)?.length ?? 0
    if (count > most) {
      most = count
      best = script
    }
  }
  return best
}

/** Texts of one family are on one side, whatever the order; FNV-1a of its name decides. */
function sideOf(family: string): 'train' | 'test' {
  let hash = 0x811c9dc5
  for (const character of family) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
  return ((hash >>> 13) ^ hash) & 1 ? 'test' : 'train'
}

/**
 * The rows of a CSV file with columns `id,text,template_id`, and where it has them `family,edition_id,script,split`.
 * `templateFrom`: a pattern whose first group, found in the id, is the template, where the file has no such column.
 * Throws `BadInput` that names file, row and column.
 */
export async function readLabelled(file: string, templateFrom?: RegExp): Promise<LabelledText[]> {
  const rows: LabelledText[] = []
  const parser = parse({ columns: true, bom: true })
  const bytes = createReadStream(file)
  bytes.on('error', (error) => parser.destroy(error))
  bytes.pipe(parser)
  const needed = templateFrom === undefined ? ['id', 'text', 'template_id'] : ['id', 'text']
  try {
    for await (const row of parser as AsyncIterable<Record<string, string>>) {
      for (const column of needed)
        if (row[column] === undefined)
          throw new BadInput(
            `${file}: found the columns ${Object.keys(row).join(', ')}, expected ${column} among them`,
          )
      const id = row['id']!
      const text = row['text']!
      const template = row['template_id'] ?? templateFrom?.exec(id)?.[1] ?? '-1'
      const family = row['family'] ?? template
      const split = row['split']
      rows.push({
        id,
        text,
        template,
        family,
        edition: row['edition_id'] ?? template,
        script: row['script'] ?? mainScript(text),
        split: split === 'train' || split === 'test' ? split : sideOf(family === '-1' ? id : family),
      })
    }
  } catch (error) {
    if (error instanceof BadInput) throw error
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new BadInput(`${file}: row ${rows.length + 2}: ${reason}; expected CSV with id,text,template_id`)
  }
  if (rows.length === 0) throw new BadInput(`${file}: found no row, expected id,text,template_id`)
  return rows
}
