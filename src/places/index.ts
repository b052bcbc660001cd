export { placesCommands } from './commands.ts'
export { placesEndpoints } from './places.routes.ts'
export {
  runHotspots,
  listHotspots,
  type HotspotQuery,
  type HotspotRun,
  type StoredHotspot,
} from './hotspots/hotspots.store.ts'
export {
  findHot,
  usualHotspots,
  type AreaCount,
  type Hotspot,
  type HotspotSettings,
} from './hotspots/hotspots.ts'
export {
  runWarnings,
  listWarnings,
  type StoredWarning,
  type WarningQuery,
  type WarningRun,
} from './warnings/warnings.store.ts'
export { type ShownCount } from './withhold.ts'
export { findRises, type AreaSeries, type Warning, type WeekSummary } from './warnings/warnings.ts'
export { asKnownByCell } from './warnings/as-known.ts'
export { weekIndex } from './counts/weeks.ts'
export { EffortRecord, PopulationRecord, recordEffort, recordPopulation } from './warnings/effort.store.ts'
export { openLives, warningVerdicts, type WarningLife, type WarningVerdict } from './warnings/life.store.ts'
export { recordServices, type ServiceKind } from './services/services.store.ts'
export { type ServiceGapAnswer } from './services/service-gap.store.ts'
export { type ServiceGap } from './services/service-gap.ts'
export { keepPlacesWatch, watchPlaces } from './watch/watch.ts'
export { warningNotices } from './watch/tell.listener.ts'
export { type TrackRecord } from './warnings/track-record.store.ts'
export { type BacktestMethod, type BacktestRun } from './backtest/backtest.store.ts'
export { type ScanRun, type ShownCluster } from './scan/shown-cluster.ts'
export { type StoredSetting } from './hotspots/hotspots.store.ts'
export { findRoutes, type RouteAnswer, type RouteQuery } from './routes/routes.store.ts'
export { type Route, type RouteKind } from './routes/routes.ts'
export { type Reason } from './reasons.ts'
export { findWarningLead, type WarningLead } from './warnings/warning-lead.ts'
