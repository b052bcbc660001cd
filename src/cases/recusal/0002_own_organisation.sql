-- Whoever is brought into a case by an id that is another organisation's gets nothing by it: a case leaves its
-- organisation by a referral with consent, never by an assignment.
create or replace function cases_mine() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select case_id from cases_assignment
  where user_id = access_id('id') and organisation_id = access_id('organisation')
    and case_id not in (select cases_recused())
$$;
