import { join } from 'node:path'
import type { Config } from '#platform/config'
import type { Corpus } from './corpus.ts'
import { EmbeddedCorpus } from './embedded.ts'
import { ServerCorpus } from './server.ts'
import type { CorpusLimits } from './settings.ts'

/**
 * Opens the observations: the server at `clickhouseUrl`, or the embedded engine in `dataFolder`/corpus, which is
 * created when absent. A folder that another process has open is refused with `platform.folder-held` and its pid.
 */
export function openCorpus(
  config: Pick<Config, 'dataFolder' | 'clickhouseUrl'> & Partial<Pick<Config, 'corpusMemory'>>,
  limits: CorpusLimits = limitsOf(config.corpusMemory),
): Promise<Corpus> {
  return config.clickhouseUrl === undefined
    ? EmbeddedCorpus.open(join(config.dataFolder, 'corpus'), limits)
    : ServerCorpus.open(config.clickhouseUrl, limits)
}

/** What one statement may take, and half a GiB more for the engine itself. */
function limitsOf(statementMemory: number | undefined): CorpusLimits {
  return statementMemory === undefined
    ? {}
    : { statementMemory, serverMemory: statementMemory + 0.5 * 2 ** 30 }
}
