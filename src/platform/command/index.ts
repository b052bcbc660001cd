export { parseCommandLine, type Command, type CommandAnswer, type CommandContext } from './command.ts'
