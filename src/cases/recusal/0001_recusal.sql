-- The cases that the one who acts must not see: opened from a report that they are recused from. Asked once a query.
create function cases_recused() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id from intake_recusal x
    join cases_case c on c.organisation_id = x.organisation_id and c.origin = 'report' and c.origin_id = x.report_id::text
    where x.person_id = access_id('id')
  union
  select c.id from intake_recusal x
    join intake_report r on r.id = x.report_id
    join cases_case c on c.code = r.case_code
    where x.person_id = access_id('id')
$$;

create function cases_recused_people() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select id from cases_person where case_id in (select cases_recused())
$$;

create or replace function cases_mine() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select case_id from cases_assignment where user_id = access_id('id') and case_id not in (select cases_recused())
$$;
