-- Steps before police, courts and authorities, with the days that matter to the person's safety.
create table cases_proceeding (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  kind text not null check (kind in (
    'complaint', 'statement', 'hearing', 'verdict', 'compensation_claim', 'suspect_release', 'residence_application')),
  state text not null default 'planned' check (state in ('planned', 'done', 'put_off', 'dropped')),
  on_day date,
  outcome text check (outcome in (
    'pending', 'convicted', 'acquitted', 'discontinued', 'granted', 'partly_granted', 'refused', 'appealed')),
  -- Sealed under the case's key: which court, which file, what to bear in mind.
  note bytea,
  made_by uuid not null,
  made_at timestamptz not null default now(),
  version integer not null default 1
);
create index cases_proceeding_case on cases_proceeding (case_id, on_day);
