-- What other settings make of a run's counts: the comparison side by side, and the base of its stability.
CREATE TABLE IF NOT EXISTS places_hotspot_setting
(
  run String,
  position UInt16,
  name String,
  weights LowCardinality(String),
  scale LowCardinality(String) COMMENT 'same, finer, coarser',
  smoothing LowCardinality(String),
  exposure LowCardinality(String),
  tested UInt32,
  naive UInt32 COMMENT 'areas that stand out before correction',
  corrected UInt32,
  bonferroni UInt32,
  hot Array(String) COMMENT 'areas, at the setting''s own scale',
  cold Array(String)
)
ENGINE = MergeTree
ORDER BY (run, position);
