-- The code by which a person sees what is held about them; kept as a keyed hash. Another code takes the place of the last.
create table cases_person_code (
  person_id uuid primary key references cases_person on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  code_hash bytea not null unique,
  given_at timestamptz not null default date_trunc('hour', now()),
  given_by uuid not null,
  -- Parts that are not safe to show on the device the person has.
  hidden text[] not null default '{}'
);

-- Whose record a code opens. Only somebody who has the code can compute its keyed hash.
create function cases_person_by_code(hash bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select person_id from cases_person_code where code_hash = hash
$$;

-- The case of the person who acts with their code; null for everyone else.
create function cases_own() returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select case_id from cases_person_code where person_id = access_id('id') and access_claim('role') = 'person'
$$;

-- Under which names the record keeps looks at the person who acts: their own id, and the code of their case.
create function cases_own_names() returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select c.code from cases_case c where c.id = cases_own()
  union all
  select person_id::text from cases_person_code where person_id = access_id('id') and access_claim('role') = 'person'
$$;

-- What the person asked of us: to see, to correct, to object. No clock finer than the hour.
create table cases_person_request (
  id uuid primary key,
  person_id uuid not null references cases_person on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  kind text not null check (kind in ('ask', 'correct', 'object')),
  -- Both sealed under the person's own key.
  body bytea not null,
  answer bytea,
  made_at timestamptz not null check (made_at = date_trunc('hour', made_at)),
  answer_by date not null,
  answered_at timestamptz check (answered_at = date_trunc('hour', answered_at)),
  answered_by uuid
);
create index cases_person_request_case on cases_person_request (case_id);
