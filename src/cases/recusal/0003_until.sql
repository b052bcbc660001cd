-- Who went in because it could not wait (`joining`) works on a case until then.
create or replace function cases_mine() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select case_id from cases_assignment
  where user_id = access_id('id') and organisation_id = access_id('organisation')
    and (until is null or until > now())
    and case_id not in (select cases_recused())
$$;
