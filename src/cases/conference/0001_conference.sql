-- People of several professions around one case. What is written here is the shared part, read by all who work on the
-- case; what one of them keeps to themselves is in cases_professional_note.
create table cases_conference (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  held_on date not null,
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  called_by uuid not null,
  version integer not null default 1
);
create index cases_conference_case on cases_conference (case_id, held_on desc);

create table cases_conference_participant (
  conference_id uuid not null references cases_conference on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  user_id uuid not null,
  profession text not null,
  primary key (conference_id, user_id)
);
create index cases_conference_participant_case on cases_conference_participant (case_id);

create table cases_conference_item (
  id uuid primary key,
  conference_id uuid not null references cases_conference on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  kind text not null check (kind in ('agenda', 'contribution', 'decision', 'action')),
  -- Sealed under the case's key.
  body bytea not null,
  author uuid not null,
  profession text,
  task_id uuid,
  made_at timestamptz not null default now()
);
create index cases_conference_item_conference on cases_conference_item (conference_id, made_at);
