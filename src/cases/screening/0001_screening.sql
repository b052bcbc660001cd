-- Whom a screening was about, what each mark rests on, and what a mark's note says (sealed under the case's key).
alter table cases_screening
  add column person_id uuid references cases_person on delete cascade,
  add column grounds jsonb not null default '{}',
  add column notes bytea;

-- Where a fact of the case comes from, when it comes from a screening: which marks spoke for it, and who confirmed it.
create table cases_screening_fact (
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  screening_id uuid not null references cases_screening on delete cascade,
  fact text not null,
  because text[] not null,
  confirmed_by uuid not null,
  confirmed_at timestamptz not null default now(),
  primary key (screening_id, fact)
);
create index cases_screening_fact_case on cases_screening_fact (case_id);
