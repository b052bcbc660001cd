-- Who sees to it that the right is given.
alter table cases_right add column owner uuid;

-- A deadline that was missed stays missed: whatever the clock, the law or the case says later.
create table cases_right_breach (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  right_key text not null,
  kind text not null,
  deadline date not null,
  responsible text,
  person_acts boolean not null,
  known_at timestamptz not null default now(),
  known_by text not null,
  -- What was done about it, sealed under the case's key.
  response bytea,
  responded_at timestamptz,
  responded_by uuid,
  unique (case_id, right_key, deadline)
);
create index cases_right_breach_open on cases_right_breach (organisation_id, responded_at);
