export { compareNames, type NameComparison, type NameReason } from './compare-names.ts'
export type { Bearer } from './read-name.ts'
