-- As before, but the reports and the uploads to them are held before their files are listed.
-- Erases what the erasure of this id names, which the acting person must have been allowed to write: every row that hangs on
-- the case or its people, the reports that became it, and the key of every subject among them; or one report that is in no
-- case. Raises where a hold stands. Returns the blobs of files that lie outside. `taken`, because `found` is PostgreSQL's
-- own word for whether a row was there.
create or replace function cases_erase(erasure uuid) returns setof text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  the cases_erasure;
  t record;
  people uuid[];
  reports uuid[];
  subjects uuid[];
  taken uuid[];
  holders uuid[];
  blocked boolean;
  n bigint;
  lost jsonb := '{}';
  blobs text[] := '{}';
begin
  select * into the from cases_erasure where id = erasure and done_at is null for update;
  if the is null or the.organisation_id is distinct from access_id('organisation') then
    raise exception 'no such erasure' using errcode = 'insufficient_privilege';
  end if;
  perform access_demand('erasure', 'execute');
  -- An erasure is written by who acts; that the case is theirs is looked up, not believed.
  if the.report_id is null then
    perform 1 from cases_case where id = the.case_id and organisation_id = the.organisation_id and code = the.case_code for update;
  else
    perform 1 from intake_report where id = the.report_id and organisation_id = the.organisation_id and case_code is null for update;
  end if;
  if not found then
    raise exception 'no such case' using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from cases_hold where case_id = the.case_id and lifted_at is null and until >= current_date) then
    raise exception 'a legal hold stands' using errcode = 'AS001';
  end if;
  select coalesce(array_agg(id), '{}') into people from cases_person where case_id = the.case_id;
  select coalesce(array_agg(id), '{}') into reports from intake_report
    where (case_code = the.case_code or id = the.report_id) and organisation_id = the.organisation_id;
  -- Held before anything is listed: a file that arrives meanwhile is in the list, or is refused as its report is gone.
  perform 1 from intake_report where id = any (reports) order by id for update;
  perform 1 from intake_upload where report_id = any (reports) order by id for update;
  holders := array_remove(array[the.case_id], null) || people || reports;
  subjects := holders;
  select coalesce(array_agg(b), '{}') into blobs from (
    select f.blob as b from intake_file f where f.report_id = any (reports)
    union select f.original_blob from intake_file f where f.report_id = any (reports) and f.original_blob is not null
    union select unnest(u.parts) from intake_upload u where u.report_id = any (reports)
  ) all_of_them;
  -- What is otherwise only added to lets go for an erasure, and for nothing else.
  perform set_config('asylia.erasing', 'on', true);
  -- In passes: what others refer to without taking their rows along is tried again when they are gone.
  for pass in 1..8 loop
    blocked := false;
    for t in
      select c.oid::regclass as name, c.relname, a.attname as col,
             exists (select 1 from pg_attribute i where i.attrelid = c.oid and i.attname = 'id'
                     and i.atttypid = 'uuid'::regtype and not i.attisdropped) as has_id
      from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.atttypid = 'uuid'::regtype
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and (a.attname in ('case_id', 'person_id', 'report_id') or (c.relname = 'law_answer' and a.attname = 'subject'))
        and c.relname not in ('cases_erasure', 'cases_person', 'cases_case', 'intake_report')
    loop
      begin
        if t.has_id then
          execute format('with d as (delete from %s where %I = any ($1) returning id) select coalesce(array_agg(id), ''{}'') from d',
                         t.name, t.col) into taken using holders;
          subjects := subjects || taken;
          n := cardinality(taken);
        else
          execute format('delete from %s where %I = any ($1)', t.name, t.col) using holders;
          get diagnostics n = row_count;
        end if;
        if n > 0 then lost := lost || jsonb_build_object(t.relname, n); end if;
      exception when foreign_key_violation then
        blocked := true;
      end;
    end loop;
    exit when not blocked;
  end loop;
  delete from cases_person where case_id = the.case_id;
  delete from intake_report where id = any (reports);
  delete from cases_case where id = the.case_id and the.case_id is not null;
  update crypto_subject_key set wrapped = null, shredded_at = now() where subject = any (subjects) and wrapped is not null;
  get diagnostics n = row_count;
  lost := lost || jsonb_build_object('people', cardinality(people), 'reports', cardinality(reports), 'keys', n);
  perform set_config('asylia.erasing', '', true);
  update cases_erasure set done_at = now(), done_by = access_id('id'), gone = lost, files_left = blobs, reports_gone = reports
    where id = erasure;
  return query select unnest(blobs);
end $$;
