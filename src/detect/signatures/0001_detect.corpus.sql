-- What was read from each observation, once, when it was first seen or had changed. `number` is its place here, dense
-- and never given twice. Removing a row un-merges the observation from everything at the next run.
CREATE TABLE IF NOT EXISTS detect_signature
(
  id String,
  version UInt64 COMMENT 'of the row of sources_ad that was read',
  number UInt32,
  shingles Array(UInt32) COMMENT 'hashes of its pairs of neighbouring words, ascending',
  kinds Array(LowCardinality(String)) COMMENT 'of the identifiers, in the order they stand',
  values Array(String) COMMENT 'their normal forms',
  fields Array(LowCardinality(String)) COMMENT 'title, text, contact or images',
  starts Array(UInt32) COMMENT 'where each was read from, in UTF-16 units of the field',
  ends Array(UInt32),
  masked UInt8 COMMENT '1: letters of another script among its own; 2: a phone written so that machines miss it'
)
ENGINE = ReplacingMergeTree(version) ORDER BY id;

CREATE VIEW IF NOT EXISTS detect_identifier AS
SELECT id, number, kind, value, field, start, end
FROM detect_signature FINAL
ARRAY JOIN kinds AS kind, values AS value, fields AS field, starts AS start, ends AS end;

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

-- What stands in two observations or more: identifiers and editions. Kept with the run for the graph of its patterns.
CREATE TABLE IF NOT EXISTS detect_evidence
(
  run LowCardinality(String),
  number UInt32,
  thing String COMMENT 'kind and value',
  having UInt32 COMMENT 'observations it stands in'
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
  parameters String COMMENT 'JSON: the settings and the version they were run with'
)
ENGINE = MergeTree ORDER BY finished_at;

CREATE TABLE IF NOT EXISTS detect_template
(
  run LowCardinality(String),
  id String,
  level LowCardinality(String) COMMENT 'template: written after one model; edition: one text but for slips and slots',
  size UInt32
)
ENGINE = MergeTree PARTITION BY run ORDER BY id;

CREATE TABLE IF NOT EXISTS detect_template_member
(
  run LowCardinality(String),
  template String,
  level LowCardinality(String),
  number UInt32
)
ENGINE = MergeTree PARTITION BY run ORDER BY (level, template, number);

-- Patterns of a run. `details` is JSON: kinds of evidence with their figures, reasons and counter-evidence.
CREATE TABLE IF NOT EXISTS detect_pattern
(
  run LowCardinality(String),
  id String,
  fingerprint String COMMENT 'hash of its evidence and observations: equal means unchanged',
  state LowCardinality(String) COMMENT 'shown, or not-enough',
  p Float64,
  q Float64,
  size UInt32,
  kinds Array(LowCardinality(String)),
  templates UInt32,
  first_at DateTime('UTC'),
  last_at DateTime('UTC'),
  countries Array(LowCardinality(String)),
  places Array(String),
  details String
)
ENGINE = MergeTree PARTITION BY run ORDER BY (q, id);

CREATE TABLE IF NOT EXISTS detect_pattern_member
(
  run LowCardinality(String),
  pattern String,
  id String
)
ENGINE = MergeTree PARTITION BY run ORDER BY (pattern, id);
