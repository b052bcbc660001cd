export { decimalDigit } from './fold.ts'
export { scan, scanned, spread, words, type Scanned, type Sink, type Word } from './words.ts'
