-- Words of nationality, ethnicity, gender and age count as one another in a wording (data/detect/identity-words.json). What
-- was read before is read again at the next run.
TRUNCATE TABLE detect_signature;
