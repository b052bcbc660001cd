-- The cases and open tasks of a colleague who leaves go to another; a case the successor is recused from keeps its tasks
-- for nobody in particular. One step with `intake_hand_over`, by an administrator, who reads none of it.
create function cases_hand_over(leaver uuid, successor uuid) returns table (cases bigint, tasks bigint, stays bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  place uuid := access_id('organisation');
  hidden uuid[];
begin
  perform access_demand('hand_over', 'create');
  select coalesce(array_agg(c.id), '{}') into hidden from cases_case c
    join intake_recusal x on x.organisation_id = c.organisation_id and c.origin = 'report' and c.origin_id = x.report_id::text
    where x.person_id = successor;
  select count(*) into stays from cases_assignment a
    where a.user_id = leaver and a.organisation_id = place and a.case_id = any (hidden);
  insert into cases_assignment (case_id, user_id, organisation_id)
    select a.case_id, successor, a.organisation_id from cases_assignment a
      where a.user_id = leaver and a.organisation_id = place and a.case_id <> all (hidden)
    on conflict do nothing;
  with gone as (delete from cases_assignment a where a.user_id = leaver and a.organisation_id = place returning 1)
  select count(*) - stays into cases from gone;
  with moved as (
    update cases_task t set owner = case when t.case_id = any (hidden) then null else successor end, version = t.version + 1
      where t.owner = leaver and t.organisation_id = place and t.done_at is null returning t.owner)
  select count(*) filter (where owner is not null) into tasks from moved;
  update cases_right r set owner = case when r.case_id = any (hidden) then null else successor end
    where r.owner = leaver and r.organisation_id = place and r.done_on is null;
  update cases_service s set owner = case when s.case_id = any (hidden) then null else successor end
    where s.owner = leaver and s.organisation_id = place and s.ended_on is null;
  return next;
end $$;

create function cases_held_by(person uuid) returns table (cases bigint, tasks bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform access_demand('hand_over', 'read');
  return query select
    (select count(*) from cases_assignment a join cases_case c on c.id = a.case_id
     where a.user_id = person and a.organisation_id = access_id('organisation') and c.status = 'open'),
    (select count(*) from cases_task t
     where t.owner = person and t.organisation_id = access_id('organisation') and t.done_at is null);
end $$;
