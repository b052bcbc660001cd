-- A warning's life: the warning itself, with its figures, stands among the observations (places_warning) under the
-- same id. `created` when a run first shows it; a verdict ends it, and so does the day it expires.
create table places_warning_life (
  warning_id text primary key,
  kind text not null check (kind in ('rise', 'arrival')),
  cell text not null,
  pattern text not null default '',
  opened_at timestamptz not null default now(),
  warned_on date not null,
  expires_on date not null,
  owner_id text,
  acknowledged_at timestamptz,
  verdict text check (verdict in ('true', 'awareness', 'data-error')),
  verdict_by text,
  verdict_at timestamptz,
  note text not null default '' check (length(note) <= 2000),
  check ((verdict is null) = (verdict_at is null))
);
create index places_warning_life_open on places_warning_life (warned_on desc) where verdict is null;
