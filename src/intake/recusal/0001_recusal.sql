-- Who must never see a report: it names them or somebody close to them. A line outlives its report, since a case that was
-- opened from the report is still there.
create table intake_recusal (
  report_id uuid not null,
  -- The member of staff it is hidden from.
  person_id uuid not null,
  organisation_id uuid not null,
  because text not null check (because in ('names_me', 'names_colleague')),
  marked_by uuid not null,
  marked_on date not null default current_date,
  primary key (report_id, person_id)
);
create index intake_recusal_person on intake_recusal (person_id);

-- The reports that the one who acts must not see, for the policies of every table of a report; asked once a query.
create function intake_recused() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select report_id from intake_recusal where person_id = access_id('id')
$$;

-- Whether this is a member of the own organisation.
create function intake_is_colleague(person uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from auth_user where id = person and organisation = access_id('organisation'))
$$;

-- A report that is about the organisation it came to goes to another one, where its reporter agrees. The caller has wrapped
-- its key to the new recipients' door (null: they have none, and neither has the report).
create function intake_pass_on(report uuid, receiver uuid, door uuid, wrap bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform access_demand('recusal', 'create');
  if not exists (select from auth_organisation where id = receiver) or receiver = access_id('organisation') then
    return false;
  end if;
  -- A report that became a case stays: the case is the organisation's own.
  update intake_report set organisation_id = receiver, door_key_id = door, door_wrap = wrap, version = version + 1, status = 'new'
    where id = report and organisation_id = access_id('organisation') and case_code is null
      and id not in (select intake_recused()) and (door_key_id is null) = (door is null);
  if not found then
    return false;
  end if;
  update intake_message set organisation_id = receiver where report_id = report;
  update intake_file set organisation_id = receiver where report_id = report;
  -- What the desk that gave it away had made of it.
  delete from intake_recusal where report_id = report;
  delete from intake_responsible where report_id = report;
  delete from intake_contact where report_id = report;
  delete from intake_marks where report_id = report;
  delete from intake_likeness where low_id = report or high_id = report;
  return true;
end $$;

-- Whom a report can be passed on to: names of organisations of this installation, and no more.
create function intake_receivers() returns table (id uuid, name text, kind text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform access_demand('recusal', 'create');
  return query select o.id, o.name, o.kind from auth_organisation o
    where o.id <> access_id('organisation')
      and exists (select from auth_user u where u.organisation = o.id and u."lockedAt" is null
                  and u.role in ('intake_worker', 'case_worker'))
    order by o.name;
end $$;
