export { deskEndpoints as intakeEndpoints } from './desk/desk.routes.ts'
export {
  changeSharing,
  eraseOwnReport,
  type Filed,
  type Filing,
  fileReport,
  type HeldReport,
  type IntakeServices,
  joinReportToCase,
  readOwnReport,
  type Returned,
  returnWithCode,
  writeAsReporter,
} from './report/file-report.ts'
export {
  ANSWER_WITHIN_DAYS,
  dangerOf,
  Message,
  Report,
  ReportDetail,
  ReportSummary,
  SHARING,
  type Sharing,
  SIGNS,
} from './report/report.ts'
export { newReturnCode, readReturnCode, spellReturnCode } from './return-code/return-code.ts'
