-- What is planned for a person and what became of it.
create table cases_service (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  person_id uuid not null references cases_person on delete cascade,
  organisation_id uuid not null,
  type text not null,
  partner_id uuid references cases_partner,
  owner uuid,
  due date,
  state text not null default 'planned'
    check (state in ('planned', 'under_way', 'delivered', 'not_delivered', 'declined_by_person')),
  outcome text check (outcome in ('helped', 'helped_partly', 'did_not_help', 'unknown')),
  ended_on date,
  -- What it is meant to reach, in the plan's words: sealed under the case's key.
  aim bytea,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid not null,
  check ((state in ('delivered', 'not_delivered', 'declined_by_person')) = (ended_on is not null))
);
create index cases_service_case on cases_service (case_id);
create index cases_service_due on cases_service (organisation_id, due) where ended_on is null;

-- What a nurse, doctor or counsellor wrote: its author's alone, and sealed.
create table cases_care (
  service_id uuid not null references cases_service on delete cascade,
  author uuid not null,
  case_id uuid not null references cases_case on delete cascade,
  sealed bytea not null,
  updated_at timestamptz not null default now(),
  primary key (service_id, author)
);
