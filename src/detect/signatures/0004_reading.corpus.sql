-- Which reading of the program each line is of (`reading` in read-observation.ts): what an older one read is read again at the
-- next run, under a new number, while the newest finished run keeps the numbers that it names.
ALTER TABLE detect_signature ADD COLUMN reading UInt16 DEFAULT 0 COMMENT 'raised when the same observation is read otherwise';
