import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { graphSettings } from './patterns/evidence-graph.ts'
import { evidenceLinks, prepareEvidence } from './patterns/evidence.store.ts'
import { calibration } from './patterns/calibrate.ts'
import { patternSettings } from './patterns/find-patterns.ts'
import { groupSettings } from './patterns/groups.ts'
import { findPatterns } from './patterns/patterns-of-run.ts'
import { idsOf, storePatterns } from './patterns/patterns.store.ts'
import { countSignatures, dropOtherRuns, finishRun, newestRun } from './runs.store.ts'
import { signObservations } from './signatures/sign.ts'
import { settings, sketch } from './templates/settings.ts'
import { type FindOptions, findTemplates } from './templates/find-templates.ts'
import { storeTemplates } from './templates/templates.store.ts'

/** What a run of detection found; `patterns` counts those that are shown. */
export type Detection = {
  run: string
  observations: number
  templates: number
  links: number
  patterns: number
  seconds: number
}

export type DetectRequest = {
  corpus: Corpus
  /** Read only new observations posted since this day; what was read before stays part of the picture. */
  since?: string | undefined
  onProgress?: (line: string) => void
  signal?: AbortSignal | undefined
  /** Told of each step when it is done, for measuring. */
  onStep?: ((step: string) => void) | undefined
}

/**
 * Looks at all observations: reads what is new, groups texts to templates, joins what stands in them, and keeps the
 * patterns with their reasons. The result is read from the moment the run is finished, and whole; a run that was
 * stopped leaves nothing behind. The same observations give the same patterns.
 */
export async function detect({
  corpus,
  since,
  onProgress,
  onStep,
  signal,
}: DetectRequest): Promise<Detection> {
  const began = performance.now()
  const run = newId()
  const before = await newestRun(corpus)
  try {
    await signObservations(corpus, {
      since,
      signal,
      onProgress: (done) => onProgress?.(`observations read: ${done}`),
    })
    onStep?.('read')
    onProgress?.('looking for templates')
    const templates = await keepTemplates(corpus, run, { signal, onStep })
    onStep?.('store templates')
    onProgress?.(`templates: ${templates}; joining what stands in the same observations`)
    await prepareEvidence(corpus, run)
    onStep?.('evidence')
    const links = await evidenceLinks(corpus, run)
    onStep?.('links')
    signal?.throwIfAborted()
    onProgress?.(`links: ${links.length}; weighing the evidence`)
    const { patterns, rates } = await findPatterns(corpus, run, links)
    await storePatterns(corpus, run, patterns, await idsOf(corpus, before?.run, patterns))
    onStep?.('patterns')
    signal?.throwIfAborted()
    const detection: Detection = {
      run,
      observations: await countSignatures(corpus),
      templates,
      links: links.length,
      patterns: patterns.filter(({ state }) => state === 'shown').length,
      seconds: (performance.now() - began) / 1000,
    }
    await finishRun(corpus, {
      ...detection,
      parameters: {
        templates: settings,
        sketch,
        graph: graphSettings,
        patterns: { ...patternSettings, groups: groupSettings, calibration, rates },
      },
    })
    await dropOtherRuns(corpus, [run])
    return detection
  } catch (error) {
    await dropOtherRuns(corpus, before === undefined ? [] : [before.run]).catch(() => undefined)
    throw error
  }
}

/** Finds and stores the templates of a run; returns how many, and holds none of them any longer. */
async function keepTemplates(corpus: Corpus, run: string, options: FindOptions): Promise<number> {
  const { templates, editions } = await findTemplates(corpus, options)
  options.signal?.throwIfAborted()
  await storeTemplates(corpus, run, 'template', templates)
  await storeTemplates(corpus, run, 'edition', editions)
  return templates.length
}
