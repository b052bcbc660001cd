-- A report. What was told is sealed; beside it stands only what the inbox is ordered by. No address, no agent, no
-- clock finer than the hour.
create table intake_report (
  id uuid primary key,
  code_hash bytea not null unique,
  organisation_id uuid not null,
  channel text not null check (channel in ('web', 'phone', 'walk_in', 'partner')),
  language text not null,
  status text not null default 'new' check (status in ('new', 'read', 'in_case', 'closed')),
  danger text not null check (danger in ('immediate', 'possible', 'none', 'unknown')),
  received_at timestamptz not null check (received_at = date_trunc('hour', received_at)),
  answer_by date not null,
  body bytea not null,
  case_code text,
  version integer not null default 1
);
create index intake_report_inbox on intake_report (organisation_id, status, received_at desc);

create table intake_message (
  id uuid primary key,
  -- The order of a talk whose times are known to the hour only.
  position bigint generated always as identity,
  report_id uuid not null references intake_report on delete cascade,
  organisation_id uuid not null,
  sender text not null check (sender in ('reporter', 'team')),
  body bytea not null,
  at timestamptz not null check (at = date_trunc('hour', at)),
  read_at timestamptz check (read_at = date_trunc('hour', read_at))
);
create index intake_message_report on intake_message (report_id, position);

-- Which report a code opens. Only somebody who has the code can compute its keyed hash.
create function intake_report_by_code(hash bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select id from intake_report where code_hash = hash
$$;

-- What became of a filing that was sent twice: the report's id when it is there already.
create function intake_report_organisation(report uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select organisation_id from intake_report where id = report
$$;
