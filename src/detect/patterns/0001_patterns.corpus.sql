-- The observations of a run whose words are read for what they say: some of each edition of each group. Dropped with the run.
CREATE TABLE IF NOT EXISTS detect_said
(
  run LowCardinality(String),
  number UInt32
)
ENGINE = MergeTree PARTITION BY run ORDER BY number;
