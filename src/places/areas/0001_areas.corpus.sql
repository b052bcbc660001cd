-- Administrative areas an operator brings; a set is one file's areas, replaced as a whole by a later import of its name.
CREATE TABLE IF NOT EXISTS places_area_set
(
  name String,
  title String,
  source String,
  areas UInt32,
  without_population UInt32,
  remarks String COMMENT 'JSON: what was left out, and why',
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY name;

CREATE TABLE IF NOT EXISTS places_area
(
  set_name String,
  version UInt64 COMMENT 'that of its set: areas of an older version are no longer there',
  code String,
  name String,
  country LowCardinality(String),
  population Nullable(Float64),
  latitude Float64,
  longitude Float64,
  square_kilometres Float64,
  outline String COMMENT 'JSON: {polygons, box}, unrolled across the antimeridian',
  neighbours Array(String) COMMENT 'codes of areas whose outlines share a point'
)
ENGINE = MergeTree
ORDER BY (set_name, version, code);
