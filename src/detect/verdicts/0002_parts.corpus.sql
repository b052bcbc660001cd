-- What reviewers made of the patterns of a run by dividing or joining them: read like patterns, by their id, and dropped
-- with the run; the next one is divided anew from the records. `pattern` is JSON, the pattern as it is read.
CREATE TABLE IF NOT EXISTS detect_part
(
  run LowCardinality(String),
  id String,
  pattern String
)
ENGINE = MergeTree PARTITION BY run ORDER BY id;

CREATE TABLE IF NOT EXISTS detect_part_member
(
  run LowCardinality(String),
  pattern String,
  id String
)
ENGINE = MergeTree PARTITION BY run ORDER BY (pattern, id);

CREATE VIEW IF NOT EXISTS detect_member AS
SELECT run, pattern, id FROM detect_pattern_member
UNION ALL
SELECT DISTINCT run, pattern, id FROM detect_part_member;
