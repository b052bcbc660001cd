-- How great the danger is, as a person judged it on a day: the factors they weighed and their reasons, sealed.
create table cases_safety_assessment (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  person_id uuid not null references cases_person on delete cascade,
  level text not null check (level in ('low', 'raised', 'high', 'immediate')),
  factors jsonb not null,
  -- Sealed under the person's own key.
  reason bytea not null,
  -- What made somebody look again; null: nothing but time.
  because_of text,
  next_on date,
  assessed_at timestamptz not null default now(),
  assessed_by uuid not null
);
create index cases_safety_assessment_case on cases_safety_assessment (case_id, assessed_at desc);

-- One thing that is agreed to keep the person safe. Its text is sealed under the person's own key; what tells of a place
-- is not here but in cases_safety_place.
create table cases_safety_measure (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  person_id uuid not null references cases_person on delete cascade,
  who text not null check (who in ('person', 'worker', 'partner', 'police')),
  what bytea,
  due date,
  done_on date,
  done_by uuid,
  -- Whether the person may read it with their code, on whatever device they have.
  shown_to_person boolean not null default false,
  made_at timestamptz not null default now(),
  made_by uuid not null,
  version integer not null default 1
);
create index cases_safety_measure_case on cases_safety_measure (case_id);

-- Where it tells of places: for those assigned to the case, each look with its reason on record.
create table cases_safety_place (
  measure_id uuid primary key references cases_safety_measure on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  what bytea not null
);
