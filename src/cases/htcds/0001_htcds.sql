-- What came in under the Human Trafficking Case Data Standard, whole: sealed under the person's key, since it names them.
create table cases_htcds (
  person_id uuid primary key references cases_person on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  sealed bytea not null
);
create index cases_htcds_case on cases_htcds (case_id);

-- Which rows came in before, by a keyed hash of their content: the same file twice adds nothing.
create table cases_htcds_import (
  organisation_id uuid not null,
  row_hash bytea not null,
  case_id uuid not null references cases_case on delete cascade,
  imported_at timestamptz not null default now(),
  imported_by uuid not null,
  primary key (organisation_id, row_hash)
);
