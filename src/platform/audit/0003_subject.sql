-- A person with their own code reads who looked at them, newest first, without walking the whole log.
create index audit_entry_of_subject on audit_entry (subject, seq) where subject is not null;
