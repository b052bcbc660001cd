import { deskEndpoints } from './desk/desk.routes.ts'
import { questionnaireEndpoints } from './questionnaire/questionnaire.routes.ts'
import type { IntakeServices } from './report/file-report.ts'

/** Every operation of the intake, for the router. */
export function intakeEndpoints(services: IntakeServices) {
  return [...deskEndpoints(services), ...questionnaireEndpoints()]
}

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
export {
  answerTo,
  getQuestion,
  type Part,
  Question,
  questionnaire,
  questionsFor,
  takeAnswer,
  type TextPart,
  type Way,
} from './questionnaire/questionnaire.ts'
export { newReturnCode, readReturnCode, spellReturnCode } from './return-code/return-code.ts'
