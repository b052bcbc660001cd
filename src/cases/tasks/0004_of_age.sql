alter table cases_task drop constraint cases_task_kind_check;
alter table cases_task add constraint cases_task_kind_check check (kind in (
  'own_words', 'reassess_risk', 'prepare_hearing', 'safety_measure', 'right_due', 'right_missed', 'conference_action',
  'follow_up', 'answer_person', 'let_in', 'review_emergency', 'find_shelter', 'ask_back', 'of_age'));

-- The day somebody turns 18, beside the sealed birth date and seen by nobody else: a birthday names a person. Null where no
-- birth date was written down.
alter table cases_identity add column of_age_on date;

-- Who counts as a child in an open case and may be one no longer, by their birth date or by an age once told, and has no
-- task of it yet. For the watch alone.
create function cases_growing_up(until date) returns table (
  person_id uuid, case_id uuid, organisation_id uuid, jurisdiction text, of_age_on date,
  age_years smallint, age_on date, age_is_estimate boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform access_demand('task', 'create');
  if access_claim('role') <> 'system' then
    return;
  end if;
  return query
    select p.id, c.id, c.organisation_id, c.jurisdiction::text, i.of_age_on, p.age_years, p.age_on, p.age_is_estimate
    from cases_person p
    join cases_case c on c.id = p.case_id
    left join cases_identity i on i.person_id = p.id
    where c.status = 'open' and p.child = 'yes'
      and (i.of_age_on <= until or (i.of_age_on is null and p.age_years is not null))
      and not exists (select from cases_task t where t.case_id = c.id and t.source = 'of_age:' || p.id);
end $$;
