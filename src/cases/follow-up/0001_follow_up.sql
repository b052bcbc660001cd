-- A case that was closed: why, and whether the person may be contacted afterwards. Opened again, the line stays.
create table cases_closing (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  reason text not null check (reason in (
    'settled', 'returned', 'resettled', 'handed_over', 'persons_wish', 'contact_lost', 'not_trafficking', 'died')),
  safe_to_contact text not null check (safe_to_contact in ('yes', 'no', 'unknown')),
  note bytea,
  closed_at timestamptz not null default now(),
  closed_by uuid not null,
  reopened_at timestamptz,
  reopened_by uuid,
  reopened_because text check (reopened_because in ('persons_wish', 'new_danger', 'new_facts', 'closed_by_mistake'))
);
create index cases_closing_case on cases_closing (case_id, closed_at desc);

-- A contact after closing, planned only where contact is safe.
create table cases_follow_up (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  months integer not null,
  due date not null,
  state text not null default 'planned' check (state in ('planned', 'reached', 'not_reached', 'dropped')),
  wellbeing text check (wellbeing in ('safe', 'needs_help', 'in_danger', 'unknown')),
  note bytea,
  settled_by uuid,
  version integer not null default 1
);
create index cases_follow_up_case on cases_follow_up (case_id, due);

-- Return, resettlement, staying, reintegration: which way, how far, and whether it was the person's own informed choice.
create table cases_pathway (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  kind text not null check (kind in ('stay', 'return', 'resettlement', 'reintegration')),
  country text,
  state text not null default 'considered' check (state in ('considered', 'planned', 'under_way', 'done', 'stopped')),
  own_choice text not null default 'not_asked' check (own_choice in ('yes', 'no', 'unknown', 'declined', 'not_asked')),
  risk_looked_at boolean not null default false,
  made_by uuid not null,
  made_at timestamptz not null default now(),
  version integer not null default 1
);
create index cases_pathway_case on cases_pathway (case_id);
