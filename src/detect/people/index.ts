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
export { keepForgetting } from './review/forget-lists.ts'
export { peopleRoutes, type PairView, type PeopleListView, type PeopleQueue } from './review/people.routes.ts'
