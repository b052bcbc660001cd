alter table intake_report drop constraint intake_report_channel_check;
alter table intake_report add constraint intake_report_channel_check
  check (channel in ('web', 'phone', 'walk_in', 'partner', 'text'));

-- A talk by text messages that is not finished: under a keyed hash of the number it comes from, sealed under a key made of
-- that number, and erased with its last message or after a day. The number itself is nowhere.
create table intake_text_session (
  id uuid primary key,
  body bytea not null,
  erase_after timestamptz not null check (erase_after = date_trunc('hour', erase_after))
);
create index intake_text_session_erase on intake_text_session (erase_after);

create function intake_erase_old_text_sessions() returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from intake_text_session where erase_after < now() returning 1) select count(*) from gone
$$;
