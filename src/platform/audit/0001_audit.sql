-- The record of who read and wrote what, and why. An entry is written in the same transaction as its effect, then
-- moved in order into the log by audit_sequence(); nobody but the owner can change or remove either, and what the
-- owner changes the Merkle tree shows (RFC 6962).
create table audit_pending (
  id uuid primary key,
  -- The order of writing; the time stands in the body, to the hour for a reporter.
  position bigint generated always as identity,
  body text not null
);
create index audit_pending_position on audit_pending (position);

create table audit_entry (
  seq bigint primary key,
  id uuid not null unique,
  body text not null,
  leaf bytea not null,
  -- Copied out of the body for look-ups; `log verify` compares them with it.
  at timestamptz not null,
  actor text not null,
  action text not null,
  resource text not null,
  subject text
);
create index audit_entry_subject on audit_entry (resource, subject);
create index audit_entry_actor on audit_entry (actor, seq);

create table audit_head (
  size bigint primary key,
  root bytea not null,
  at timestamptz not null,
  signature bytea not null
);

-- Moves up to `most` pending entries into the log in the order they were written. Returns how many. A reporter's lines wait
-- for the full hour: among lines of staff, which hold the second, and under heads, which do too, they would tell theirs.
create function audit_sequence(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  base bigint;
  moved integer;
begin
  perform pg_advisory_xact_lock(7302002);
  select coalesce(max(seq) + 1, 0) into base from audit_entry;
  with taken as (
    delete from audit_pending where id in (
      select id from audit_pending
      where body::jsonb ->> 'role' <> 'reporter' or (body::jsonb ->> 'at')::timestamptz < date_trunc('hour', now())
      order by position limit most)
    returning id, position, body
  ), numbered as (
    select row_number() over (order by position) - 1 as n, * from taken
  )
  insert into audit_entry (seq, id, body, leaf, at, actor, action, resource, subject)
  select base + n, id, body, sha256('\x00'::bytea || convert_to(body, 'UTF8')),
         (body::jsonb ->> 'at')::timestamptz, body::jsonb ->> 'actor', body::jsonb ->> 'action',
         body::jsonb ->> 'resource', body::jsonb ->> 'subject'
  from numbered;
  get diagnostics moved = row_count;
  return moved;
end $$;
