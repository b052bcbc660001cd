-- A verdict has a life: after it the pattern comes back, with what changed since. What it looked like then is kept for
-- that: its things and places. Taking a verdict back is a line of its own; nothing is ever overwritten.
alter table detect_verdict add column position bigint generated always as identity;
alter table detect_verdict add column expires_at timestamptz;
alter table detect_verdict add column seen jsonb not null default '{}';
alter table detect_verdict add column takes_back uuid references detect_verdict;
alter table detect_verdict drop constraint detect_verdict_verdict_check;
alter table detect_verdict add constraint detect_verdict_verdict_check
  check (verdict in ('accept', 'reject', 'not_enough', 'taken_back'));
alter table detect_verdict add constraint detect_verdict_takes_back_check
  check ((verdict = 'taken_back') = (takes_back is not null));
update detect_verdict set expires_at = decided_at + case verdict
  when 'accept' then interval '365 days' when 'reject' then interval '180 days' else interval '30 days' end;
create unique index detect_verdict_taken_back on detect_verdict (takes_back) where takes_back is not null;
create index detect_verdict_position on detect_verdict (pattern, organisation_id, position desc);

-- A reviewer divides a pattern or puts several together. `of`: the patterns it was done to; `parts`: what they became, with
-- the observations of each, so that it can be done again in a later run. An `undo` names the line it takes back.
create table detect_regrouping (
  id uuid primary key,
  position bigint generated always as identity,
  organisation_id uuid,
  kind text not null check (kind in ('split', 'merge', 'undo')),
  patterns text[] not null,
  parts jsonb not null default '[]',
  undoes uuid references detect_regrouping,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  run text not null,
  check ((kind = 'undo') = (undoes is not null))
);
create unique index detect_regrouping_undone on detect_regrouping (undoes) where undoes is not null;
create index detect_regrouping_order on detect_regrouping (organisation_id, position);

create function detect_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
create trigger detect_verdict_kept before update or delete or truncate on detect_verdict
  for each statement execute function detect_refuse_change();
create trigger detect_regrouping_kept before update or delete or truncate on detect_regrouping
  for each statement execute function detect_refuse_change();
