-- A group is written as one row with all it holds; the engine itself makes the rows of detect_template_member of it.
ALTER TABLE detect_template ADD COLUMN IF NOT EXISTS members Array(UInt32) COMMENT 'numbers of its observations, ascending';
