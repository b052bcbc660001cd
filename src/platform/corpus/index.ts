export type { Corpus, CorpusParameters } from './corpus.ts'
