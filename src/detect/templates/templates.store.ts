import { Count, type Corpus, readRowBinary } from '#platform/corpus'
import { z } from 'zod'
import { type Texts, TextsInMaking } from './texts.ts'

/** The distinct texts of all observations, and which one each says. */
export type Gathered = {
  texts: Texts
  /** Signature numbers, and the row of the text of each. */
  numbers: Uint32Array
  rows: Uint32Array
}

/** Reads all wordings of two words' pairs or more; a text of less says nothing of whom it comes from. */
export async function gatherTexts(corpus: Corpus): Promise<Gathered> {
  const comparable = 'length(wording) >= 8'
  const [size] = await corpus.query(
    `SELECT count() AS texts, sum(length(wording)) AS characters FROM detect_signature WHERE ${comparable}`,
    z.object({ texts: Count, characters: Count }),
  )
  const making = new TextsInMaking(size!.texts, size!.characters / 4)
  const numbers = new Uint32Array(size!.texts)
  const rows = new Uint32Array(size!.texts)
  let read = 0
  const answer = corpus.bytes(
    `SELECT number, base64Decode(wording) FROM detect_signature FINAL WHERE ${comparable}`,
  )
  await readRowBinary(answer, (row) => {
    const number = row.uint32()
    rows[read] = making.add(row.raw())
    numbers[read++] = number
  })
  return { texts: making.done(), numbers: numbers.subarray(0, read), rows: rows.subarray(0, read) }
}

/** Observations that one insert brings at most, but for a group that holds more. */
const atOnce = 500_000

/**
 * Writes the templates or editions of a run. An id is that of its observation with the smallest number. Each is sent as
 * one row, and the engine makes the rows of its observations: a million rows of words would cost seconds.
 */
export async function storeTemplates(
  corpus: Corpus,
  run: string,
  level: 'template' | 'edition',
  groups: readonly (readonly number[])[],
): Promise<void> {
  let rows: Record<string, unknown>[] = []
  let held = 0
  for (const members of groups) {
    rows.push({ run, id: `${level[0]!}${members[0]!.toString(36)}`, level, size: members.length, members })
    held += members.length
    if (held < atOnce) continue
    await corpus.insert('detect_template', rows)
    rows = []
    held = 0
  }
  await corpus.insert('detect_template', rows)
  await corpus.command(
    `INSERT INTO detect_template_member (run, template, level, number)
     SELECT run, id, level, arrayJoin(members) FROM detect_template
     WHERE run = {run:String} AND level = {level:String}`,
    { run, level },
  )
}
