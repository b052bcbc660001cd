-- The observations of a run that are looked at closely, and whether their words are read.
ALTER TABLE detect_said ADD COLUMN words Bool DEFAULT true;
