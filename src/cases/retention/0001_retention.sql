-- Keeping and forgetting. A hold says that a case must not be erased, why (sealed), and until when; it is lifted, never
-- deleted. An erasure says that one was proposed or done, by whom and why: what is left of a case that is gone.
create table cases_hold (
  id uuid primary key,
  case_id uuid not null references cases_case,
  organisation_id uuid not null,
  ground text not null check (ground in ('proceedings', 'claim', 'complaint', 'person_wishes', 'order')),
  note bytea not null,
  until date not null,
  set_by uuid not null,
  set_at timestamptz not null default now(),
  lifted_by uuid,
  lifted_at timestamptz
);
create index cases_hold_case on cases_hold (case_id) where lifted_at is null;

create table cases_erasure (
  id uuid primary key,
  -- A case with its code, or a report that became none.
  case_id uuid,
  case_code text,
  report_id uuid,
  organisation_id uuid not null,
  because text not null check (because in ('retention_ended', 'person_asked', 'opened_in_error', 'order')),
  proposed_at timestamptz not null default now(),
  proposed_by text not null,
  done_at timestamptz,
  done_by uuid,
  -- How much is gone: rows of each table, keys destroyed. Numbers, no content.
  gone jsonb,
  -- Files stay named until they are gone too, so that a process which ends between the two leaves none behind.
  files_left text[] not null default '{}',
  -- Which reports went with a case: an older backup may hold one that was in no case yet.
  reports_gone uuid[] not null default '{}',
  constraint cases_erasure_of_one check (num_nonnulls(case_id, report_id) = 1),
  constraint cases_erasure_code check ((case_id is null) = (case_code is null))
);
create unique index cases_erasure_proposed on cases_erasure (case_id) where done_at is null;
create unique index cases_erasure_report_proposed on cases_erasure (report_id) where done_at is null;
create index cases_erasure_organisation on cases_erasure (organisation_id, proposed_at desc);

-- Reports in no case that somebody has read, by the day of the last word in them, to the day: no content, and of other
-- organisations only for the schedule.
create function cases_old_reports(until date) returns table (id uuid, organisation_id uuid, last_word date)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform access_demand('erasure', 'read');
  return query
    select r.id, r.organisation_id, greatest(r.received_at, max(m.at))::date
    from intake_report r left join intake_message m on m.report_id = r.id
    where r.case_code is null and r.status in ('read', 'closed') and r.received_at::date <= until
      and (access_claim('role') = 'system' or r.organisation_id = access_id('organisation'))
    group by r.id
    having greatest(r.received_at, max(m.at))::date <= until;
end $$;
