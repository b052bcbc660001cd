/** The law's second door, for Node: reading the files, the terminal's verbs, the API's endpoints. */
export { loadCatalogue, type LoadOptions } from './load.ts'
export { lawCommands } from './commands.ts'
export { lawEndpoints } from './law.routes.ts'
