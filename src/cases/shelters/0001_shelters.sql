-- A house with beds, under a name that does not say where it is.
create table cases_shelter (
  id uuid primary key,
  organisation_id uuid not null,
  partner_id uuid references cases_partner,
  name text not null,
  country text not null,
  -- About where: an H3 cell of some 36 square kilometres. The address is apart, and sealed.
  cell text not null,
  eligibility jsonb not null default '{}',
  languages text[] not null default '{}',
  offers text[] not null default '{}',
  closes_on date,
  active boolean not null default true,
  version integer not null default 1,
  unique (organisation_id, name)
);

-- Where it is, sealed under the shelter's own key; each look has its reason on record.
create table cases_shelter_address (
  shelter_id uuid primary key references cases_shelter on delete cascade,
  organisation_id uuid not null,
  sealed bytea not null
);

create table cases_room (
  id uuid primary key,
  shelter_id uuid not null references cases_shelter on delete cascade,
  organisation_id uuid not null,
  name text not null,
  beds integer not null check (beds between 1 and 60),
  kept_for text not null check (kept_for in ('women', 'men', 'girls', 'boys', 'family', 'single', 'anyone')),
  step_free boolean not null default false,
  out_of_use boolean not null default false,
  unique (shelter_id, name),
  check (kept_for <> 'single' or beds = 1)
);

-- A person, with whoever came along, in a room: from a day until one.
create table cases_stay (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  person_id uuid not null references cases_person on delete cascade,
  organisation_id uuid not null,
  room_id uuid not null references cases_room,
  consent_id uuid references cases_consent,
  people integer not null check (people between 1 and 60),
  -- Who may share the room: the rule that no child sleeps beside unrelated adults rests on it.
  room_group text not null check (room_group in ('women', 'men', 'girls', 'boys', 'alone')),
  since date not null,
  ended_on date,
  end_reason text check (end_reason in ('moved', 'left', 'shelter_closed', 'not_safe', 'mistake')),
  placed_by uuid not null,
  placed_at timestamptz not null default now(),
  check ((ended_on is null) = (end_reason is null))
);
create unique index cases_stay_person on cases_stay (person_id) where ended_on is null;
create index cases_stay_room on cases_stay (room_id) where ended_on is null;
create index cases_stay_case on cases_stay (case_id);
