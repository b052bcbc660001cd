import { stringify } from 'csv-stringify/sync'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateCorpus, openCorpus } from '#platform/corpus'
import { findMigrations } from '#platform/db'
import { readObservation } from '../signatures/read-observation.ts'
import { type Agreement, agreement, type Score } from './agreement.ts'
import { findTemplates } from './find-templates.ts'
import { type LabelledText, readLabelled } from './labelled.ts'
import { naive } from './naive.ts'
import { readPeer } from './peer.ts'

/** What detectors without any method find on the same texts. */
export type NaiveAgreement = Record<keyof typeof naive, Agreement>

/** Texts of one script: how many of their pairs, and of the texts of a template, were found. */
export type ScriptScore = { docs: number; pair: Score; doc: Score }

export type TextReport = Agreement & {
  naive: NaiveAgreement
  scripts: Record<string, ScriptScore>
  /** Pairs of one family, translations included; only where families hold more than one template. */
  families?: Score
  /** Editions found against the true ones; only where templates part. */
  editions?: Agreement
}

export type EvaluatedTexts = TextReport & { seconds: number }

export type TemplateReport = TextReport & {
  /** The same on the test half alone: templates of which the other half holds no text. */
  heldOut?: EvaluatedTexts
  /** The peer's logged runs on this corpus. */
  peer?: (Agreement & { run: string; ended: boolean })[]
  seconds: number
  docsPerSecond: number
  peakRssMb: number
}

export type EvaluateOptions = {
  /** Gets `id,template_id` as found. */
  out?: string | undefined
  /** Folder with the peer's logged runs. */
  peer?: string | undefined
  templateFrom?: RegExp | undefined
}

/** Clusters by the very path that detection takes, in a store of its own; −1 for none. */
async function cluster(
  texts: readonly string[],
): Promise<{ templates: string[]; editions: string[]; seconds: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-eval-'))
  const corpus = await openCorpus({ dataFolder: folder, clickhouseUrl: undefined })
  try {
    await migrateCorpus(corpus, findMigrations('corpus'))
    const began = performance.now()
    for (let from = 0; from < texts.length; from += 5000) {
      const part = texts.slice(from, from + 5000).map((text, i) => ({
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
    const groups = await findTemplates(corpus)
    const seconds = (performance.now() - began) / 1000
    const labels = (some: readonly (readonly number[])[]): string[] => {
      const found = texts.map(() => '-1')
      some.forEach((members, group) => {
        for (const row of members) found[row] = String(group)
      })
      return found
    }
    return { templates: labels(groups.templates), editions: labels(groups.editions), seconds }
  } finally {
    await corpus.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Measures labelled texts. No label is used but to score. */
export async function evaluateTexts(rows: readonly LabelledText[]): Promise<EvaluatedTexts> {
  const { found: _, ...report } = await evaluateWithLabels(rows)
  return report
}

async function evaluateWithLabels(
  rows: readonly LabelledText[],
): Promise<EvaluatedTexts & { found: string[] }> {
  const texts = rows.map(({ text }) => text)
  const truth = rows.map(({ template }) => template)
  const { templates: found, editions, seconds } = await cluster(texts)
  const scripts: Record<string, ScriptScore> = {}
  for (const script of new Set(rows.map((row) => row.script))) {
    const inIt = rows.map((row, i) => (row.script === script ? i : -1)).filter((i) => i >= 0)
    const { docs, pair, doc } = agreement(
      inIt.map((i) => truth[i]!),
      inIt.map((i) => found[i]!),
    )
    scripts[script] = { docs, pair, doc }
  }
  const families = rows.map(({ family }) => family)
  const parts = rows.map(({ edition }) => edition)
  return {
    ...agreement(truth, found),
    naive: {
      duplicates: agreement(truth, naive.duplicates(texts)),
      fiveWords: agreement(truth, naive.fiveWords(texts)),
      infoshieldCoarse: agreement(truth, naive.infoshieldCoarse(texts)),
    },
    scripts,
    ...(new Set(families).size < new Set(truth).size ? { families: agreement(families, found).pair } : {}),
    ...(new Set(parts).size > new Set(truth).size ? { editions: agreement(parts, editions) } : {}),
    found,
    seconds,
  }
}

/** Measures the templates of a file of labelled texts, whole and on a half whose templates stand apart. */
export async function evaluateTemplates(
  file: string,
  { out, peer, templateFrom }: EvaluateOptions = {},
): Promise<TemplateReport> {
  const rows = await readLabelled(file, templateFrom)
  const { found, seconds, ...whole } = await evaluateWithLabels(rows)
  const ids = rows.map(({ id }) => id)
  if (out !== undefined)
    await writeFile(
      out,
      stringify(
        ids.map((id, row) => ({ id, template_id: found[row]! })),
        { header: true },
      ),
    )
  const test = rows.filter(({ split }) => split === 'test')
  const truth = rows.map(({ template }) => template)
  const runs = peer === undefined ? [] : await readPeer(peer, file, ids)
  return {
    ...whole,
    ...(test.some(({ template }) => template !== '-1') && test.length < rows.length
      ? { heldOut: await evaluateTexts(test) }
      : {}),
    ...(peer === undefined
      ? {}
      : {
          peer: runs.map(({ run, ended, found: theirs }) => ({ run, ended, ...agreement(truth, theirs) })),
        }),
    seconds,
    docsPerSecond: rows.length / seconds,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  }
}
