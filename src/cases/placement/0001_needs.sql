-- What a person needs of a place and of services: sex, age, family, languages, access, what to stay away from. Sealed
-- under the person's key, since together it could name them.
create table cases_need (
  person_id uuid primary key references cases_person on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  sealed bytea not null,
  -- Waits for a place tonight.
  waiting boolean not null default false,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
create index cases_need_waiting on cases_need (organisation_id) where waiting;
