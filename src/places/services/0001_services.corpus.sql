-- Where help can be had. A shelter's address is nobody's business here: a place is kept as a cell of resolution 5,
-- about 17 km across, and no name is kept at all.
CREATE TABLE IF NOT EXISTS places_service
(
  id String COMMENT 'the service in its source',
  kind LowCardinality(String) COMMENT 'shelter, legal-aid, health, labour-inspection, police, other',
  country LowCardinality(String),
  cell UInt64 COMMENT 'H3 resolution 5',
  languages Array(LowCardinality(String)) COMMENT 'BCP 47; empty: not known',
  source LowCardinality(String),
  is_open UInt8,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (source, id);
