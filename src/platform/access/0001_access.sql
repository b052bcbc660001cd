-- Who acts is told to PostgreSQL once a transaction, signed: row-level security believes the signature and nothing
-- else, so SQL smuggled into a query cannot make itself somebody else. The key is readable by the owner alone.
create extension if not exists pgcrypto;

create table access_key (
  only_one boolean primary key default true check (only_one),
  secret bytea not null default gen_random_bytes(32)
);
insert into access_key default values;

-- A claim of the acting person: id, role, organisation or purpose. Null: nobody acts.
create function access_claim(claim text) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  context text := current_setting('asylia.context', true);
begin
  if context is null or context = '' then
    return null;
  end if;
  if encode(hmac(convert_to(context, 'UTF8'), (select secret from access_key), 'sha256'), 'hex')
     is distinct from current_setting('asylia.signature', true) then
    raise exception 'the access context is not signed' using errcode = 'insufficient_privilege';
  end if;
  return context::jsonb ->> claim;
end $$;

-- The same as an id; null where it is none (the system acts under a task's name).
create function access_id(claim text) returns uuid
language plpgsql stable set search_path = public, pg_temp as $$
declare
  value text := access_claim(claim);
begin
  if value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return value::uuid;
  end if;
  return null;
end $$;
