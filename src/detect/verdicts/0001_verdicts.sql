-- What a person decided about a pattern, with what it was when they saw it. The newest of an organisation counts;
-- earlier ones stay.
create table detect_verdict (
  id uuid primary key,
  pattern text not null,
  organisation_id uuid,
  verdict text not null check (verdict in ('accept', 'reject', 'not_enough')),
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  -- The pattern as it was seen: a rejected one comes back only when it is no longer this.
  fingerprint text not null,
  size integer not null,
  kinds text[] not null,
  run text not null
);
create index detect_verdict_newest on detect_verdict (pattern, organisation_id, decided_at desc);
