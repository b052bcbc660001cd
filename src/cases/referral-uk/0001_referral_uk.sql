-- A referral to the United Kingdom's National Referral Mechanism as it is being written: sealed under the person's key.
create table cases_referral_uk (
  person_id uuid primary key references cases_person on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  sealed bytea not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by uuid not null
);
create index cases_referral_uk_case on cases_referral_uk (case_id);
