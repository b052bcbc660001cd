export { compareNames, type Bearer, type NameComparison, type NameReason } from './names/index.ts'
export {
  explainPair,
  linkRecords,
  suggestions,
  type FieldKind,
  type Linkage,
  type LinkOptions,
  type PersonRecord,
  type Reason,
  type Suggestion,
  type Waterfall,
} from './linkage/index.ts'
export { peopleCommands } from './commands.ts'
