import { type EvaluatedTexts, evaluateTexts } from '#detect'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { readCount, readKind, readShare } from './commands.ts'
import { kindNames } from './kinds.ts'
import { makeCorpus } from './make-corpus.ts'

const usage = `eval templates-edits [--kind ${kindNames.join('|')}] [--n N] [--seed S] [--edits 0,0.1,…]`

type Point = EvaluatedTexts & { edit: number }

/** The curve of what is still found as more of the words of each copy are edited. */
export const evalEditsCommand: Command = {
  name: ['eval', 'templates-edits'],
  usage,
  summary: 'Measures templates while 0 to 50 % of the words of each copy are edited, as a markdown table.',
  async run(args, { progress }) {
    const { values } = parseCommandLine(usage, args, {
      kind: { type: 'string' },
      n: { type: 'string' },
      seed: { type: 'string' },
      edits: { type: 'string' },
    })
    const kind = readKind(values.kind ?? 'words')
    const n = readCount('n', values.n ?? '5000', 10)
    const seed = readCount('seed', values.seed ?? '1', 0)
    const edits = (values.edits ?? '0,0.05,0.1,0.15,0.2,0.25,0.3,0.35,0.4,0.45,0.5')
      .split(',')
      .map((text) => readShare('edits', text))
    if (edits.length === 0) throw new BadInput('--edits: expected shares, such as 0,0.2,0.4')
    const points: Point[] = []
    for (const edit of edits) {
      progress(`${kind}, ${Math.round(edit * 100)} % edited`)
      const rows = makeCorpus({ kind, n, seed, edit }).map((row) => ({
        ...row,
        template: row.template_id,
        edition: row.edition_id,
      }))
      points.push({ edit, ...(await evaluateTexts(rows)) })
    }
    return { exit: 0, json: { kind, n, seed, points }, text: table(points) }
  },
}

function table(points: readonly Point[]): string {
  const f = (value: number): string => value.toFixed(3)
  return [
    '| words edited | texts P | texts R | pairs P | pairs R | ARI | five shared words: texts P, R | InfoShield’s coarse stage: texts P, R |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...points.map(
      ({ edit, doc, pair, ari, naive: { fiveWords, infoshieldCoarse } }) =>
        `| ${Math.round(edit * 100)} % | ${f(doc.precision)} | ${f(doc.recall)} | ${f(pair.precision)} | ${f(pair.recall)} | ${f(ari)} | ${f(fiveWords.doc.precision)}, ${f(fiveWords.doc.recall)} | ${f(infoshieldCoarse.doc.precision)}, ${f(infoshieldCoarse.doc.recall)} |`,
    ),
  ].join('\n')
}
