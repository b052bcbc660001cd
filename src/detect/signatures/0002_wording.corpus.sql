-- The wording packed, as it is compared: a fifth of the bytes and of the time of an array of numbers. What was read
-- before is read again at the next run.
TRUNCATE TABLE detect_signature;
ALTER TABLE detect_signature DROP COLUMN shingles;
ALTER TABLE detect_signature ADD COLUMN wording String
  COMMENT 'base64 of the 24-bit hashes of its pairs of neighbouring words, distinct, ascending, big-endian: four characters a pair';
DROP TABLE detect_comparable;
