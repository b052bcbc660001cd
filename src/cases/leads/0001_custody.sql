-- The receipt of the pattern a lead came from: what it rests on, to be computed again. Null for warnings, and for patterns
-- that were gone when the lead was opened.
alter table cases_lead add column receipt jsonb;

-- What a case was opened from or took in: fixed as it was taken, by whom and when. A lead may be in several cases, in each
-- once. Only added to; it goes with its case.
create table cases_custody (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  lead_id uuid not null,
  kind text not null check (kind in ('pattern', 'warning')),
  source_id text not null,
  how text not null check (how in ('opened', 'joined')),
  title text not null,
  reasons jsonb not null,
  observations integer not null,
  observations_hash text not null,
  receipt jsonb,
  receipt_hash text,
  taken_at timestamptz not null default now(),
  taken_by uuid not null,
  unique (case_id, lead_id)
);
create index cases_custody_case on cases_custody (case_id, taken_at);

create function cases_custody_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('asylia.erasing', true) = 'on'
     and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    return null;
  end if;
  raise exception '% is only added to: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
create trigger cases_custody_kept before update or delete or truncate on cases_custody
  for each statement execute function cases_custody_keep();
