-- Observations as they were imported. The newest version of an id counts: read with FINAL.
-- id = 32 hex of SHA-256(source, external id | content | row); content_hash covers what the source said and the place
-- it was told to be. import_id and row lead to sources_import (records store) and the file.
CREATE TABLE sources_ad
(
  id String,
  source LowCardinality(String),
  external_id String,
  posted_at DateTime('UTC') COMMENT '1970-01-01 00:00:00: the source gives no day',
  title String,
  text String,
  contact String COMMENT 'the raw contact line, may be empty',
  place_text String,
  place_id String COMMENT 'empty: unresolved, or no place given',
  country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-3, XAA to XZZ user-assigned, empty unknown',
  latitude Nullable(Float64),
  longitude Nullable(Float64),
  h3 UInt64 COMMENT 'resolution 7; 0: no point known',
  market LowCardinality(String) COMMENT 'jobs, services, rentals …',
  language LowCardinality(String),
  images Array(String),
  attributes Map(String, String),
  content_hash String,
  import_id String,
  row UInt64 COMMENT 'as a spreadsheet counts: the header is row 1',
  version UInt64 COMMENT 'milliseconds since 1970 of the import''s batch; rises with every change'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id;

CREATE TABLE sources_incident
(
  id String,
  source LowCardinality(String),
  external_id String,
  occurred_on Date,
  known_on Date COMMENT 'when the source learned of it; never before occurred_on',
  kind LowCardinality(String),
  found_by LowCardinality(String) COMMENT 'report, enforcement, partner, unknown',
  place_text String,
  place_id String,
  country LowCardinality(String),
  latitude Nullable(Float64),
  longitude Nullable(Float64),
  h3 UInt64,
  count Nullable(UInt32) COMMENT 'null: censored, see the bounds',
  count_low UInt32,
  count_high UInt32,
  attributes Map(String, String),
  content_hash String,
  import_id String,
  row UInt64,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id;

CREATE TABLE sources_statistic
(
  id String,
  source LowCardinality(String),
  external_id String,
  territory LowCardinality(String) COMMENT 'the source''s code: alpha-3, or a group of territories, or a name',
  territory_name LowCardinality(String),
  country LowCardinality(String) COMMENT 'alpha-3 when the territory is one country, else empty',
  year UInt16,
  indicator LowCardinality(String),
  dimension LowCardinality(String),
  category LowCardinality(String),
  sex LowCardinality(String),
  age LowCardinality(String),
  unit LowCardinality(String),
  count Nullable(UInt32) COMMENT 'null: censored, see the bounds',
  count_low UInt32,
  count_high UInt32,
  attributes Map(String, String),
  content_hash String,
  import_id String,
  row UInt64,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id;

CREATE TABLE sources_record
(
  id String,
  source LowCardinality(String),
  external_id String,
  year UInt16 COMMENT 'of registration; 0 unknown',
  gender LowCardinality(String) COMMENT 'empty unknown, as every text here',
  age_band LowCardinality(String),
  citizenship LowCardinality(String) COMMENT 'alpha-3',
  country LowCardinality(String) COMMENT 'of exploitation, alpha-3',
  facts Map(String, String) COMMENT 'yes, no or unknown',
  attributes Map(String, String),
  content_hash String,
  import_id String,
  row UInt64,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id;

-- The keys of the batch an import is about to write: asked in one join what is new, changed or the same.
CREATE TABLE sources_incoming
(
  run String,
  id String,
  content_hash String
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY id;
