-- Whether somebody can see to a report: a colleague who answers reports, can sign in, and is not recused from it.
create function intake_may_see_to(report uuid, person uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from auth_user where id = person and organisation = access_id('organisation')
                 and "lockedAt" is null and role in ('intake_worker', 'case_worker'))
    and not exists (select from intake_recusal where report_id = report and person_id = person)
$$;
