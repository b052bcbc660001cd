-- Who imported what, how far it came, and where it stands. The observations themselves are in the corpus.
create table sources_mapping (
  hash text primary key check (hash ~ '^[0-9a-f]{32}$'),
  name text not null,
  yaml text not null check (length(yaml) <= 65536),
  created_by text not null,
  created_at timestamptz not null default now()
);

create table sources_import (
  id uuid primary key,
  source text not null,
  format text not null,
  mapping_hash text not null references sources_mapping (hash),
  file_name text not null,
  file_path text not null,
  file_hash text not null,
  file_bytes bigint not null,
  -- an upload's own copy, deleted when the import has ended
  owns_file boolean not null default false,
  state text not null check (state in ('running', 'done', 'incomplete', 'failed', 'stopped')),
  actor_id text not null,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  -- acknowledged: everything before this byte (of the decoded UTF-8 text) and row is in the corpus or in the rejects
  at_byte bigint not null default 0,
  at_row bigint not null default 0,
  read bigint not null default 0,
  added bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  rejected bigint not null default 0,
  rejects_path text,
  rejects_bytes bigint not null default 0,
  -- the batch being written: its counts are decided once, before the write, so that a crash cannot change them
  pending jsonb,
  first_rejects jsonb not null default '[]',
  notes jsonb not null default '[]',
  problem text,
  -- host:pid:start of the process that works on it, and until when it may be silent
  claimed_by text,
  claimed_until timestamptz
);
create index sources_import_by_file on sources_import (file_hash, source, format);
create index sources_import_by_start on sources_import (started_at desc);
