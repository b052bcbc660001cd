-- What somebody must do by a day, and from what it came. In a worker's own words it is sealed under the case's key; what
-- comes from a clock or a trigger has a kind instead of words.
create table cases_task (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  kind text not null check (kind in (
    'own_words', 'reassess_risk', 'prepare_hearing', 'safety_measure', 'right_due', 'right_missed', 'conference_action',
    'follow_up', 'answer_person')),
  title bytea,
  owner uuid,
  due date,
  -- From what: 'hearing:<id>'. The same source is one task, however often it is told.
  source text,
  made_at timestamptz not null default now(),
  made_by text not null,
  done_at timestamptz,
  done_by text,
  version integer not null default 1,
  unique (case_id, source)
);
create index cases_task_open on cases_task (organisation_id, due) where done_at is null;
create index cases_task_case on cases_task (case_id, done_at);
