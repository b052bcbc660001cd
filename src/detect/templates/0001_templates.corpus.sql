-- The signature of each observation: made once, when it is first seen or has changed. `number` is its place in the
-- signature table, dense and never given twice.
CREATE TABLE IF NOT EXISTS detect_signature
(
  id String,
  version UInt64,
  number UInt32,
  shingles Array(UInt32)
)
ENGINE = ReplacingMergeTree(version) ORDER BY id;

-- What one run compares: shingles that another observation has too, with their rarity in eighths of a bit, and the
-- sketch that decides which observations are compared. Dropped when the run is done.
CREATE TABLE IF NOT EXISTS detect_comparable
(
  run LowCardinality(String),
  number UInt32,
  total UInt32,
  shared Array(UInt32),
  rarity Array(UInt8),
  sketch Array(UInt32)
)
ENGINE = MergeTree PARTITION BY run ORDER BY number;

-- Runs that finished; only the newest is read.
CREATE TABLE IF NOT EXISTS detect_run
(
  run String,
  finished_at DateTime64(3, 'UTC'),
  observations UInt64,
  templates UInt64,
  links UInt64,
  patterns UInt64,
  seconds Float64,
  parameters String
)
ENGINE = MergeTree ORDER BY finished_at;

CREATE TABLE IF NOT EXISTS detect_template
(
  run LowCardinality(String),
  id String,
  size UInt32,
  -- JSON: the parts of the wording, constant and slot, as `Consensus` describes them.
  consensus String,
  -- Bits saved by writing the observations as template and slots.
  bits Float64,
  first_at DateTime('UTC'),
  last_at DateTime('UTC'),
  places UInt32,
  sources UInt32
)
ENGINE = MergeTree PARTITION BY run ORDER BY id;

CREATE TABLE IF NOT EXISTS detect_template_member
(
  run LowCardinality(String),
  template String,
  id String
)
ENGINE = MergeTree PARTITION BY run ORDER BY (template, id);
