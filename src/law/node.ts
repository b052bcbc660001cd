/** The law's second door, for Node: reading the files, the terminal's verbs, the API's endpoints. */
export { loadCatalogue, type LoadOptions } from './load.ts'
export { lawCommands } from './commands.ts'
export { lawEndpoints } from './law.routes.ts'
export { answerEndpoints, AnswerLine, Reasons } from './answers/answers.routes.ts'
export {
  findLatestAnswer,
  keepAnswer,
  keepCatalogue,
  listAffected,
  listAnswers,
  type Affected,
  type KeptAnswer,
} from './answers/answers.store.ts'
export type { Question } from './answers/question.ts'
