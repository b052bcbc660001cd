export { placesCommands } from './commands.ts'
export { placesEndpoints } from './places.routes.ts'
export {
  runHotspots,
  listHotspots,
  type HotspotQuery,
  type HotspotRun,
  type StoredHotspot,
} from './hotspots/hotspots.store.ts'
export { usualHotspots, type Hotspot, type HotspotSettings } from './hotspots/hotspots.ts'
export {
  runWarnings,
  listWarnings,
  type StoredWarning,
  type WarningQuery,
  type WarningRun,
} from './warnings/warnings.store.ts'
export { type ShownCount } from './withhold.ts'
export { type Warning, type WeekSummary } from './warnings/warnings.ts'
export { EffortRecord, PopulationRecord, recordEffort, recordPopulation } from './warnings/effort.store.ts'
export { openLives, warningVerdicts, type WarningLife, type WarningVerdict } from './warnings/life.store.ts'
export { findRoutes, type RouteAnswer, type RouteQuery } from './routes/routes.store.ts'
export { type Route, type RouteKind } from './routes/routes.ts'
export { type Reason } from './reasons.ts'
export { findWarningLead, type WarningLead } from './warnings/warning-lead.ts'
