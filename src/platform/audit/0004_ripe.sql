-- Reporters' lines wait in audit_pending for the full hour. Told apart by an index, they are not all read and parsed again each
-- second while they wait. '' comes first: what need not wait.
create index audit_pending_ripe on audit_pending (
  (case when body::jsonb ->> 'role' in ('reporter', 'person') then body::jsonb ->> 'at' else '' end collate "C"),
  position
);

create or replace function audit_sequence(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  base bigint;
  moved integer;
  -- As it stands in a body: ISO 8601 in UTC, so that the order of texts is the order of times.
  hour text := to_char(date_trunc('hour', now() at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
begin
  perform pg_advisory_xact_lock(7302002);
  select coalesce(max(seq) + 1, 0) into base from audit_entry;
  with taken as (
    delete from audit_pending where id in (
      select id from audit_pending
      where (case when body::jsonb ->> 'role' in ('reporter', 'person') then body::jsonb ->> 'at' else '' end
             collate "C") < hour
      order by (case when body::jsonb ->> 'role' in ('reporter', 'person') then body::jsonb ->> 'at' else '' end
                collate "C"), position
      limit most)
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
