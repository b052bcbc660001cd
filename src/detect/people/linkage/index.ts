export { linkRecords, type Linkage, type LinkOptions } from './link.ts'
export { explainPair, suggestions, type Reason, type Suggestion, type Waterfall } from './suggest.ts'
export type { PersonRecord } from './table.ts'
export type { FieldKind } from './fields.ts'
