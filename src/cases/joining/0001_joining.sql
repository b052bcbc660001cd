-- Who wants to work on a case. Nobody lets themselves in: another who works on it does. In an emergency somebody may go in
-- at once, for some hours, and another says afterwards whether it was one.
alter table cases_assignment add column until timestamptz;

create table cases_joining (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  user_id uuid not null,
  state text not null check (state in ('asked', 'approved', 'declined', 'to_review', 'justified', 'not_justified')),
  -- Why, in their own words: sealed under the case's key.
  reason bytea not null,
  asked_at timestamptz not null default now(),
  until timestamptz,
  answered_by uuid,
  answered_at timestamptz,
  check (answered_by <> user_id),
  check ((answered_by is null) = (state in ('asked', 'to_review'))),
  check ((until is null) = (state in ('asked', 'approved', 'declined')))
);
create unique index cases_joining_open on cases_joining (case_id, user_id) where answered_by is null;
create index cases_joining_case on cases_joining (case_id, asked_at);

-- Whether the one who acts may bring others into a case: who works on it without an end, or anyone while nobody does.
create function cases_may_bring_in(the_case uuid, besides uuid default null) returns boolean
language sql volatile security definer set search_path = public, pg_temp as $$
  select coalesce(bool_or(user_id = access_id('id')), true) from cases_assignment
  where case_id = the_case and until is null and user_id is distinct from besides
$$;

-- The rule, whatever the application does: into a case one is brought by another. Asked after the policies, which say
-- whose case it is; AS002 tells it from them.
create function cases_assignment_by_another() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  me uuid := access_id('id');
begin
  -- The owner restores; an administrator hands over whole desks, and reads no case.
  if access_claim('role') is null or access_claim('role') = 'administrator' then return null; end if;
  if new.user_id = me then
    if tg_op = 'INSERT' and new.until is null
       and exists (select 1 from cases_case where id = new.case_id and opened_by = me)
       and not exists (select 1 from cases_assignment where case_id = new.case_id and user_id <> me) then
      return null;
    end if;
    if new.until <= now() + interval '12 hours'
       and exists (select 1 from cases_joining j where j.case_id = new.case_id and j.user_id = me
                   and j.state = 'to_review' and j.until = new.until) then
      return null;
    end if;
  elsif cases_may_bring_in(new.case_id, new.user_id) then
    return null;
  end if;
  raise exception 'into a case one is brought by another who works on it' using errcode = 'AS002';
end $$;
create trigger cases_assignment_by_another after insert or update on cases_assignment
  for each row execute function cases_assignment_by_another();

-- A request is one's own, and answered by another.
create function cases_joining_by_another() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  answer constant text[] := array['state', 'answered_by', 'answered_at'];
  me uuid := access_id('id');
begin
  if access_claim('role') is null then return null; end if;
  if tg_op = 'INSERT' and new.user_id = me and new.answered_by is null then return null; end if;
  if tg_op = 'UPDATE' and new.answered_by = me and old.answered_by is null and cases_may_bring_in(new.case_id)
     and to_jsonb(new) - answer = to_jsonb(old) - answer then
    return null;
  end if;
  raise exception 'a request is answered once, by another who works on the case' using errcode = 'AS002';
end $$;
create trigger cases_joining_by_another after insert or update on cases_joining
  for each row execute function cases_joining_by_another();
