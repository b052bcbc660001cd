-- Recipients' keys. An organisation that has a door key receives reports that only its recipients, or the reporter's code,
-- can open: neither this database nor the keys folder holds what it takes.
create table intake_door_key (
  id uuid primary key,
  organisation_id uuid not null,
  -- P-256, uncompressed: what reports are sealed to (HPKE, RFC 9180).
  public_key bytea not null,
  is_current boolean not null default true,
  made_on date not null default current_date
);
create unique index intake_door_key_current on intake_door_key (organisation_id) where is_current;

-- A member of staff who may open reports: their own key pair, its private half sealed under a passphrase only they know.
create table intake_recipient (
  user_id uuid primary key,
  organisation_id uuid not null,
  public_key bytea not null,
  sealed_private_key bytea not null,
  joined_on date not null default current_date
);

-- A door key's private half, sealed to one recipient.
create table intake_door_share (
  door_key_id uuid not null references intake_door_key on delete cascade,
  user_id uuid not null references intake_recipient on delete cascade,
  organisation_id uuid not null,
  sealed_door_key bytea not null,
  primary key (door_key_id, user_id)
);

-- The key of a report's content, wrapped twice: to the door key, and under the return code. All three, or none.
alter table intake_report
  add column door_key_id uuid references intake_door_key,
  add column door_wrap bytea,
  add column code_wrap bytea,
  add constraint intake_report_wraps check (num_nulls(door_key_id, door_wrap, code_wrap) in (0, 3));
create index intake_report_door_key on intake_report (door_key_id);

-- The empty report that a second code opens. Every report has one, whether or not its reporter took a second code.
create table intake_decoy (
  id uuid primary key,
  report_id uuid not null unique references intake_report on delete cascade,
  code_hash bytea not null unique,
  body bytea not null
);

-- A report that was not sent yet, saved to go on later: sealed under its code, which is not here.
create table intake_draft (
  id uuid primary key,
  code_hash bytea not null unique,
  body bytea not null,
  erase_on date not null
);
create index intake_draft_erase on intake_draft (erase_on);

-- A picture, recording or document of a report. Its name, kind and key are sealed; the bytes lie among the files.
create table intake_file (
  id uuid primary key,
  position bigint generated always as identity,
  report_id uuid not null references intake_report on delete cascade,
  organisation_id uuid not null,
  meta bytea not null,
  blob text not null,
  original_blob text,
  at timestamptz not null check (at = date_trunc('hour', at))
);
create index intake_file_report on intake_file (report_id, position);

-- A file on its way: what has arrived of it, in sealed parts. Their key is with whoever sends it.
create table intake_upload (
  id uuid primary key,
  report_id uuid not null references intake_report on delete cascade,
  length bigint not null check (length >= 0),
  received bigint not null default 0,
  parts text[] not null default '{}',
  at timestamptz not null check (at = date_trunc('hour', at))
);
create index intake_upload_report on intake_upload (report_id);

-- What a code opens: a report, the empty one, or a draft. Only somebody who has the code can compute its keyed hash.
create function intake_code_opens(hash bytea) returns table (kind text, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select 'report', r.id from intake_report r where r.code_hash = hash
  union all select 'decoy', d.id from intake_decoy d where d.code_hash = hash
  union all select 'draft', f.id from intake_draft f where f.code_hash = hash
$$;

-- Drafts whose time is over, which nobody can read any more; how many were erased.
create function intake_erase_old_drafts() returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from intake_draft where erase_on < current_date returning 1) select count(*) from gone
$$;
