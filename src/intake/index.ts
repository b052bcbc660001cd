import { deskEndpoints } from './desk/desk.routes.ts'
import { duplicatesEndpoints } from './duplicates/duplicates.routes.ts'
import { questionnaireEndpoints } from './questionnaire/questionnaire.routes.ts'
import { renewDoorEndpoints } from './hand-over/renew-door.routes.ts'
import { recusalEndpoints } from './recusal/recusal.routes.ts'
import { recoveryEndpoints } from './sealing/recovery.routes.ts'
import { sealingEndpoints } from './sealing/sealing.routes.ts'
import type { FileServices } from './files/own-files.ts'
import { filesEndpoints } from './files/files.routes.ts'
import { statisticsEndpoints, type StatisticsServices } from './statistics/statistics.routes.ts'

/** Every operation of the intake, for the router. */
export function intakeEndpoints(services: FileServices & StatisticsServices) {
  return [
    ...deskEndpoints(services),
    ...duplicatesEndpoints(services),
    ...recusalEndpoints(services),
    ...renewDoorEndpoints(services),
    ...statisticsEndpoints(services),
    ...filesEndpoints(services),
    ...questionnaireEndpoints(),
    ...sealingEndpoints(),
    ...recoveryEndpoints(),
  ]
}

export type { Demand } from './desk/demand.ts'
export { ReportDetail } from './desk/desk.routes.ts'
export type { Entered } from './desk/enter.ts'
export type { ContactAddress, SafeContact, SafeToContact } from './desk/safe-contact.ts'
export { suggestAmong } from './duplicates/suggest.ts'
export type { Duplicates, Suggestion } from './duplicates/duplicates.ts'
export { handOverReports, reportsHeldBy } from './hand-over/hand-over.store.ts'
export type { Receiver, Recusal } from './recusal/recusal.ts'
export { simulateTextCommand } from './text-channel/commands.ts'
export { openTextChannel, type TextAdapter, type TextChannel } from './text-channel/text-channel.ts'
export { statisticsCommand } from './statistics/commands.ts'
export type { IntakeStatistics } from './statistics/statistics.ts'
export { MOST_FILE_BYTES, type ReportFile } from './files/file.ts'
export { type Added, addFile, eraseOwnFile, type FileServices, listOwnFiles } from './files/own-files.ts'
export { beginUpload, finishUpload, receive, receivedOf, Upload } from './files/upload.ts'
export { keepDraft, openDraft, throwAwayDraft } from './draft/draft.ts'
export {
  type Filed,
  type Filing,
  fileReport,
  type IntakeServices,
  joinReportToCase,
  rowsOfFiling,
} from './report/file-report.ts'
export { withoutTurns } from './report/turning.ts'
export { receiptCommands } from './receipt/commands.ts'
export { giveReceipt } from './receipt/give-receipt.ts'
export { Receipt, receiptKey } from './receipt/receipt.ts'
export {
  changeSharing,
  eraseOwnReport,
  type HeldReport,
  type Look,
  publicDoor,
  readOwnReport,
  type Returned,
  returnWithCode,
  takeSecondCode,
  whoLooked,
  Visit,
  writeAsReporter,
} from './report/own-report.ts'
export {
  ANSWER_WITHIN_DAYS,
  dangerOf,
  Message,
  Report,
  ReportSummary,
  SEALED_IN_BROWSER,
  SealedWords,
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
  type Questionnaire,
  questionsFor,
  takeAnswer,
  type TextPart,
  type Way,
} from './questionnaire/questionnaire.ts'
export type { DoorShares } from './sealing/recovery.routes.ts'
export { sealWords, unwrapAtDoor } from './sealing/content-keys.ts'
export { becomeRecipient, shareDoor, unlockDoors } from './sealing/recipients.store.ts'
export type { KeyState } from './sealing/sealing.routes.ts'
export { newReturnCode, readReturnCode, spellReturnCode } from './return-code/return-code.ts'
