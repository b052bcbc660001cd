-- `found` is PostgreSQL's own word for whether a row was there; the list of what was taken has another.
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
  perform 1 from cases_case where id = the.case_id and organisation_id = the.organisation_id and code = the.case_code for update;
  if not found then
    raise exception 'no such case' using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from cases_hold where case_id = the.case_id and lifted_at is null and until >= current_date) then
    raise exception 'a legal hold stands' using errcode = 'AS001';
  end if;
  select coalesce(array_agg(id), '{}') into people from cases_person where case_id = the.case_id;
  select coalesce(array_agg(id), '{}') into reports from intake_report
    where case_code = the.case_code and organisation_id = the.organisation_id;
  holders := array[the.case_id] || people || reports;
  subjects := holders;
  select coalesce(array_agg(b), '{}') into blobs from intake_file f, unnest(array[f.blob, f.original_blob]) b
    where f.report_id = any (reports) and b is not null;
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
  delete from cases_case where id = the.case_id;
  update crypto_subject_key set wrapped = null, shredded_at = now() where subject = any (subjects) and wrapped is not null;
  get diagnostics n = row_count;
  lost := lost || jsonb_build_object('people', cardinality(people), 'reports', cardinality(reports), 'keys', n);
  perform set_config('asylia.erasing', '', true);
  update cases_erasure set done_at = now(), done_by = access_id('id'), gone = lost where id = erasure;
  return query select unnest(blobs);
end $$;
