export { detect, type Detection, type DetectRequest } from './detect.ts'
export { detectEndpoints } from './detect.routes.ts'
export {
  PatternDetail,
  PatternSummary,
  type RegroupingView,
  type SignView,
} from './patterns/pattern-views.ts'
export {
  findPatternLead,
  getPattern,
  listPatterns,
  type PatternFilter,
  type PatternList,
} from './patterns/list-patterns.ts'
export { giveVerdict } from './verdicts/review.ts'
export { findReceipt } from './receipts/issue-receipt.ts'
export { hashOfReceipt, PatternReceipt } from './receipts/receipt.ts'
export type { VerifiedView } from './receipts/receipt.routes.ts'
export { detectCommands } from './commands.ts'
export {
  compareNames,
  explainPair,
  keepForgetting,
  linkRecords,
  peopleCommands,
  suggestions,
  type NameComparison,
  type PairView,
  type PeopleListView,
  type PeopleQueue,
  type PersonRecord,
  type Suggestion,
  type Waterfall,
} from './people/index.ts'
export { type EvaluatedTexts, evaluateTexts } from './templates/evaluate.ts'
