-- What moves how much is reported without moving what happens: campaigns, outages, films, new channels.
CREATE TABLE IF NOT EXISTS places_effort
(
  id String,
  kind LowCardinality(String) COMMENT 'campaign, outage, channel, film, other',
  country LowCardinality(String) COMMENT 'alpha-3; empty: everywhere',
  cell String COMMENT 'an H3 index as hex, any resolution up to the area asked for; empty: the whole country',
  from_day Date,
  to_day Date,
  factor Nullable(Float64) COMMENT 'reports are expected to be multiplied by this; null: to be learnt from information-only calls',
  note String,
  known_on Date,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id;

CREATE TABLE IF NOT EXISTS places_population
(
  id String COMMENT 'the place in its source',
  h3 UInt64 COMMENT 'resolution 7',
  country LowCardinality(String),
  population Float64,
  source LowCardinality(String),
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id;

CREATE TABLE IF NOT EXISTS places_run
(
  id String,
  kind LowCardinality(String) COMMENT 'hotspots or warnings',
  known_on Date COMMENT 'the run saw what was known on this day and nothing later',
  parameters String COMMENT 'JSON',
  summary String COMMENT 'JSON',
  made_at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (kind, made_at, id);

CREATE TABLE IF NOT EXISTS places_hotspot
(
  run String,
  cell String,
  place String,
  country LowCardinality(String),
  latitude Float64,
  longitude Float64,
  observed UInt32,
  persons_low Float64,
  persons_high Float64,
  exposure Float64,
  expected Float64,
  value Float64 COMMENT 'what Gi* was computed on',
  neighbours UInt16,
  z Nullable(Float64),
  p Nullable(Float64),
  q Nullable(Float64),
  p_permuted Nullable(Float64),
  p_place Nullable(Float64) COMMENT 'the place by itself, one-sided',
  found LowCardinality(String) COMMENT 'neighbourhood, place, both, nothing',
  class LowCardinality(String) COMMENT 'hot, cold, none, unjudged',
  unjudged LowCardinality(String),
  stability Float64 COMMENT 'share of the settings tried in which the class stays',
  reasons String COMMENT 'JSON'
)
ENGINE = MergeTree
ORDER BY (run, cell);

CREATE TABLE IF NOT EXISTS places_warning
(
  run String,
  id String COMMENT 'the same over runs for one cause: kind, layer, area, first week',
  kind LowCardinality(String) COMMENT 'rise or arrival',
  layer LowCardinality(String) COMMENT 'reports, enforcement, patterns',
  cell String,
  place String,
  country LowCardinality(String),
  latitude Float64,
  longitude Float64,
  from_cell String COMMENT 'a corridor''s other end; empty: none known',
  from_place String,
  pattern String,
  first_week Date,
  last_week Date,
  warned_on Date,
  expires_on Date,
  observed Float64,
  expected Float64,
  bound Float64,
  p Float64,
  q Float64,
  method LowCardinality(String),
  effort Float64 COMMENT 'reporting effort of the week relative to usual',
  verdict LowCardinality(String) COMMENT 'beyond-awareness, explained-by-awareness, hidden-by-outage',
  reasons String COMMENT 'JSON'
)
ENGINE = MergeTree
ORDER BY (run, warned_on, id);
