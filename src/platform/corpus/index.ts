export type { Corpus, CorpusParameters } from './corpus.ts'
export { openCorpus } from './open-corpus.ts'
export { migrateCorpus } from './migrate.ts'
export { Count, Int64, jsonLine } from './rows.ts'
