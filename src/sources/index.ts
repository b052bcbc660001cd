export {
  countryOf,
  Gazetteer,
  isCountryCode,
  openGazetteer,
  type ResolvedPlace,
  type UnresolvedPlace,
} from './gazetteer/index.ts'
export { treeUsage } from './bench.ts'
export { type Format, formats } from './formats.ts'
export { FormatName, formatNames, type Mapping, parseMapping, readMapping } from './mapping/mapping.ts'
export {
  importFile,
  type ImportProgress,
  type ImportRequest,
  type ImportStores,
  startImport,
} from './importing/import-file.ts'
export { ImportCounts, ImportRun } from './importing/run.ts'
export { resumeImports, RunningImports } from './importing/running-imports.ts'
export { openStores, type OpenStores } from './open-stores.ts'
export { listSources, listUnresolved, type SourceSummary, type UnresolvedPlaceText } from './sources.store.ts'
export { sourcesCommands } from './commands.ts'
export { sourcesEndpoints } from './sources.routes.ts'
