-- What the person has been asked already, by whom, when: so that nobody makes them tell it again.
create table cases_question (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  person_id uuid not null references cases_person on delete cascade,
  topic text not null,
  asked_by text not null check (asked_by in ('us', 'police', 'prosecutor', 'court', 'asylum_authority', 'health', 'lawyer', 'shelter', 'other')),
  asker uuid,
  asked_on date not null,
  outcome text not null check (outcome in ('answered', 'partly', 'declined', 'unknown', 'stopped')),
  -- Whether the person lets the answer be used again instead of being asked anew.
  reuse text not null check (reuse in ('yes', 'no', 'not_asked')),
  noted_at timestamptz not null default now(),
  noted_by uuid not null
);
create index cases_question_case on cases_question (case_id, topic, asked_on desc);
