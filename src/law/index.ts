/**
 * The law, pure: no I/O, so it also runs in the browser, on the catalogue the API serves as JSON.
 * Reading the files, the terminal's verbs and the API's endpoints are behind `#law/node`.
 */
export type { Catalogue } from './catalogue/catalogue.ts'
export type { Expression } from './catalogue/expression.ts'
export { ConsentEffect, Offence } from './catalogue/offence.ts'
export { Confidence, Status } from './catalogue/provision.ts'
export { identificationSteps, IdentificationStep, NonPunishmentForm } from './catalogue/right.ts'
export { Jurisdiction } from './catalogue/jurisdiction.ts'
export { assess, type AssessAnswer, type AssessQuestion, type OffenceAnswer } from './assess.ts'
export { type Trace } from './compile.ts'
export {
  rights,
  type NotProvided,
  type RightAnswer,
  type RightsAnswer,
  type RightsQuestion,
} from './rights.ts'
export { computeDeadline, dayIn, type Caution, type ComputedDeadline, type Pause } from './deadline.ts'
export { gaps, type Gap, type GapsAnswer } from './gaps.ts'
export { gapChanges, type GapChange, type GapChangesAnswer } from './gap-changes.ts'
export { gapMatrix, type GapMatrixAnswer, type GapMatrixCell } from './gap-matrix.ts'
export { type GapResult } from './gap-tests.ts'
export { compare, type CompareAnswer } from './compare.ts'
export { channels, type ChannelAnswer, type ChannelsAnswer, type Need } from './channels.ts'
export { isBound, type Bound } from './membership.ts'
export { treatyStatus, type TreatyStatusAnswer } from './treaty-status.ts'
export { changes, type Change, type ChangesAnswer } from './changes.ts'
export { rightsSheet, type SheetWords } from './sheet.ts'
export { toJsonLd, type JsonLd } from './jsonld.ts'
export { listJurisdictions, type JurisdictionSummary } from './jurisdictions.ts'
export { readFacts, type Contradiction, type FactsInput } from './facts.ts'
export { citeOf, disclaimer, getJurisdiction, isVerified, type Cite } from './timeline.ts'
