-- A person who looks at their own record with a code is held to the hour, as a reporter is.
create or replace function audit_sequence(most integer) returns integer
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
      where body::jsonb ->> 'role' not in ('reporter', 'person')
         or (body::jsonb ->> 'at')::timestamptz < date_trunc('hour', now())
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
