-- Each subject's data key, wrapped by a key that is not in the database. Shredding sets `wrapped` to null and keeps the
-- row, so that no new key is ever made for a subject that was erased.
create table crypto_subject_key (
  subject uuid primary key,
  wrapped bytea,
  kek_version integer not null check (kek_version > 0),
  -- to the day: a finer time would tell when somebody wrote to us
  created_at timestamptz not null default date_trunc('day', now()),
  shredded_at timestamptz,
  check (wrapped is null or shredded_at is null)
);
create index crypto_subject_key_version on crypto_subject_key (kek_version, subject) where wrapped is not null;
-- Dead versions of a row hold the wrapped key until they are vacuumed: here, at once.
alter table crypto_subject_key set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
