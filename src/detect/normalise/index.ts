export { decimalDigit } from './fold.ts'
export { scan, spread, words, type Sink, type Word } from './words.ts'
