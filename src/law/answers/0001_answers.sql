-- The catalogue as it was when an answer was given under it: gzip of its JSON, so that the answer can be computed again.
create table law_catalogue (
  hash text primary key,
  kept_at timestamptz not null default now(),
  content bytea not null
);

-- What the law was asked and what it answered. Question and answer are sealed under the key of their subject (a case):
-- the line stays for ever, and says nothing once that key is destroyed.
create table law_answer (
  id uuid primary key,
  position bigint generated always as identity,
  subject uuid not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('assess', 'rights', 'gaps', 'compare')),
  jurisdiction text not null,
  -- The day whose law was asked, and the day on which it was asked.
  law_on date not null,
  asked_on date not null,
  known_on date,
  catalogue_hash text not null references law_catalogue,
  engine text not null,
  asked_at timestamptz not null default now(),
  asked_by uuid not null,
  sealed bytea not null
);
create index law_answer_latest on law_answer (subject, kind, position desc);
create index law_answer_catalogue on law_answer (catalogue_hash);

create function law_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
create trigger law_answer_kept before update or delete or truncate on law_answer
  for each statement execute function law_refuse_change();
create trigger law_catalogue_kept before update or delete or truncate on law_catalogue
  for each statement execute function law_refuse_change();
