-- A lead: something organised that a reviewer accepted, with what it rests on. The one place where records point to
-- observations.
create table cases_lead (
  id uuid primary key,
  kind text not null check (kind in ('pattern', 'warning')),
  source_id text not null,
  organisation_id uuid not null,
  status text not null default 'open' check (status in ('open', 'joined', 'dismissed')),
  title text not null,
  reasons jsonb not null default '[]',
  observation_ids text[] not null default '{}',
  observations_hash text not null,
  country text,
  opened_at timestamptz not null default now(),
  opened_by text not null,
  unique (organisation_id, kind, source_id)
);
create index cases_lead_open on cases_lead (organisation_id, status, opened_at desc);

create table cases_case (
  id uuid primary key,
  code text not null unique,
  organisation_id uuid not null,
  origin text not null check (origin in ('report', 'lead', 'direct')),
  origin_id text,
  status text not null default 'open' check (status in ('open', 'closed')),
  danger text not null default 'unknown' check (danger in ('immediate', 'possible', 'none', 'unknown')),
  jurisdiction text not null,
  -- The facts the law is asked with: a tree of yes, no and unknown in the law's vocabulary. No names.
  facts jsonb not null default '{}',
  version integer not null default 1,
  opened_at timestamptz not null default now(),
  opened_by uuid not null,
  closed_at timestamptz
);
create unique index cases_case_origin on cases_case (organisation_id, origin, origin_id) where origin_id is not null;
create index cases_case_organisation on cases_case (organisation_id, status, opened_at desc);

-- Who works on a case: an assignment, from a day until one.
create table cases_assignment (
  case_id uuid not null references cases_case on delete cascade,
  user_id uuid not null,
  organisation_id uuid not null,
  since timestamptz not null default now(),
  primary key (case_id, user_id)
);
create index cases_assignment_user on cases_assignment (user_id);

-- The cases of the one who acts, for the policies of a case's other tables; asked once a query.
create function cases_mine() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select case_id from cases_assignment where user_id = access_id('id')
$$;

-- A person under a code name. What could name them is sealed in cases_identity under a key of their own: shredding
-- it erases them.
create table cases_person (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  code_name text not null,
  child text not null default 'not_asked' check (child in ('yes', 'no', 'unknown', 'declined', 'not_asked')),
  nationality text,
  version integer not null default 1
);
create index cases_person_case on cases_person (case_id);

-- What names the person, apart: readable only by those assigned to the case.
create table cases_identity (
  person_id uuid primary key references cases_person on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  sealed bytea not null,
  updated_at timestamptz not null default now()
);

-- Consent is data: for what, to whom, which fields, until when; withdrawn, it stays on record as withdrawn.
create table cases_consent (
  id uuid primary key,
  person_id uuid not null references cases_person on delete cascade,
  organisation_id uuid not null,
  purpose text not null,
  recipient text not null,
  fields text[] not null,
  expires_on date,
  given_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  taken_by uuid not null
);
create index cases_consent_person on cases_consent (person_id);

create table cases_screening (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  indicator_set text not null,
  marks jsonb not null,
  screened_at timestamptz not null default now(),
  screened_by uuid not null,
  -- What a person decided, with the screening before them; null: not decided.
  decision text check (decision in ('possible', 'not_indicated', 'needs_more')),
  -- Why, in a worker's own words: sealed under the case's key.
  decision_reason bytea
);
create index cases_screening_case on cases_screening (case_id, screened_at);

-- A right of the person as the law said it on a day, with its clock.
create table cases_right (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  right_key text not null,
  kind text not null,
  standing text not null check (standing in ('due_now', 'due_after_step', 'discretionary', 'not_provided')),
  answer jsonb not null,
  catalogue_hash text not null,
  deadline date,
  person_acts boolean not null default false,
  done_on date,
  done_by uuid,
  asked_on date not null,
  unique (case_id, right_key)
);
create index cases_right_due on cases_right (organisation_id, deadline) where done_on is null;

create table cases_event (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  at timestamptz not null default now(),
  actor text not null,
  kind text not null,
  facts jsonb not null default '{}',
  -- A note in a worker's own words is sealed under the case's key.
  note bytea
);
create index cases_event_case on cases_event (case_id, at);
