export { forgetting, intakeServices, listEndpoints, openApi } from './app.ts'
export { openAccounts, openPlatform, type Platform } from './platform.ts'
export { userCommands } from './users.commands.ts'
