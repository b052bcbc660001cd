-- A list of records about persons that somebody brought to find out which tell of one person. Records and reasons are sealed
-- under the list's own key; the list is gone, and its key destroyed, after the day it names.
create table detect_people_list (
  id uuid primary key,
  organisation_id uuid not null,
  title text not null,
  why text not null,
  sources text[] not null,
  records integer not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_on date not null
);
create index detect_people_list_organisation on detect_people_list (organisation_id, created_at desc);
create index detect_people_list_expiry on detect_people_list (expires_on);

create table detect_people_record (
  id uuid primary key,
  list_id uuid not null references detect_people_list on delete cascade,
  organisation_id uuid not null,
  -- Its place in the list, from 1: what it is called where names are not shown.
  place integer not null,
  source text not null,
  sealed bytea not null,
  unique (list_id, place)
);

-- Two records that may tell of one person: the chance of the pair, and sealed, why. Nothing is ever joined by itself.
create table detect_people_pair (
  id uuid primary key,
  list_id uuid not null references detect_people_list on delete cascade,
  organisation_id uuid not null,
  a uuid not null references detect_people_record on delete cascade,
  b uuid not null references detect_people_record on delete cascade,
  chance double precision not null,
  sealed bytea not null,
  unique (list_id, a, b)
);
create index detect_people_pair_queue on detect_people_pair (list_id, chance desc);

-- What a person decided of a pair. Only added to: 'same' joins two records until a later line takes it back.
create table detect_people_verdict (
  id uuid primary key,
  position bigint generated always as identity,
  list_id uuid not null references detect_people_list on delete cascade,
  organisation_id uuid not null,
  pair_id uuid not null references detect_people_pair on delete cascade,
  verdict text not null check (verdict in ('same', 'different', 'not_enough', 'taken_back')),
  takes_back uuid references detect_people_verdict on delete cascade,
  sealed bytea not null,
  decided_by uuid not null,
  decided_at timestamptz not null default now(),
  check ((verdict = 'taken_back') = (takes_back is not null))
);
create unique index detect_people_verdict_taken_back on detect_people_verdict (takes_back) where takes_back is not null;
create index detect_people_verdict_list on detect_people_verdict (list_id, position);
