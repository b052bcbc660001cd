-- What happened, written in the transaction in which it happened; the dispatcher hands it to whoever listens.
-- Payloads hold ids only: the listener reads the rest under its own rights.
create table jobs_outbox (
  id uuid primary key,
  topic text not null,
  payload jsonb not null,
  -- Handed on in the order of writing; no clock finer than the hour, since some of it comes from reporters.
  position bigint generated always as identity,
  at timestamptz not null default date_trunc('hour', now())
);
create index jobs_outbox_position on jobs_outbox (position);

-- What a handler has done already: at least once delivery, exactly once effect.
create table jobs_done (
  handler text not null,
  event_id uuid not null,
  at timestamptz not null default date_trunc('hour', now()),
  primary key (handler, event_id)
);
