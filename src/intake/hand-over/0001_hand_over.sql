-- A colleague leaves: what they saw to goes to another, and they can sign in and open nothing any more. One step, by an
-- administrator, who reads none of it. Answers with what moved; `stays` are those the successor may not see.
create function intake_hand_over(leaver uuid, successor uuid)
returns table (reports bigint, stays bigint, held_keys boolean, other_recipients bigint, successor_opens boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  place uuid := access_id('organisation');
  door uuid;
begin
  perform access_demand('hand_over', 'create');
  if not exists (select from auth_user where id = leaver and organisation = place) then
    raise exception 'no such colleague' using errcode = 'no_data_found';
  end if;
  if leaver = successor or leaver = access_id('id')
     or not exists (select from auth_user where id = successor and organisation = place and "lockedAt" is null
                    and role in ('intake_worker', 'case_worker')) then
    raise exception 'nobody of this id can take it over' using errcode = 'check_violation';
  end if;
  with moved as (
    update intake_responsible w set user_id = successor, since = current_date
      where w.user_id = leaver and w.organisation_id = place
        and not exists (select from intake_recusal x where x.report_id = w.report_id and x.person_id = successor)
      returning 1)
  select count(*) into reports from moved;
  with freed as (delete from intake_responsible w where w.user_id = leaver and w.organisation_id = place returning 1)
  select count(*) into stays from freed;
  select k.id into door from intake_door_key k where k.organisation_id = place and k.is_current;
  select exists (select from intake_door_share s where s.user_id = leaver and s.door_key_id = door) into held_keys;
  select count(*) into other_recipients from intake_door_share s where s.user_id <> leaver and s.door_key_id = door;
  select exists (select from intake_door_share s where s.user_id = successor and s.door_key_id = door) or door is null
    into successor_opens;
  delete from intake_recipient r where r.user_id = leaver and r.organisation_id = place;
  update auth_user set "lockedAt" = coalesce("lockedAt", now()), "updatedAt" = now() where id = leaver;
  delete from auth_session where "userId" = leaver;
  return next;
end $$;

-- How much somebody sees to, as numbers: what an administrator reads before a hand-over.
create function intake_held_by(person uuid) returns table (reports bigint, is_recipient boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform access_demand('hand_over', 'read');
  if not exists (select from auth_user where id = person and organisation = access_id('organisation')) then
    return;
  end if;
  return query select
    (select count(*) from intake_responsible w join intake_report r on r.id = w.report_id
     where w.user_id = person and w.organisation_id = access_id('organisation') and r.status in ('new', 'read')),
    exists (select from intake_recipient r where r.user_id = person and r.organisation_id = access_id('organisation'));
end $$;
