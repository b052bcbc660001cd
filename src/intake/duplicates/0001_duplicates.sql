-- What two reports may have in common, as keyed hashes: no word, number or name stands here. Where the organisation has
-- recipients' keys the hashes are keyed by its door key, so that the keys folder does not open them either.
create table intake_marks (
  report_id uuid primary key references intake_report on delete cascade,
  organisation_id uuid not null,
  -- Under which door key; null: the keyring's own.
  door_key_id uuid,
  marks bytea[] not null
);
create index intake_marks_shared on intake_marks using gin (marks);
create index intake_marks_organisation on intake_marks (organisation_id);

-- What a person decided of two reports. Nothing is merged: each stays its reporter's own.
create table intake_likeness (
  low_id uuid not null references intake_report on delete cascade,
  high_id uuid not null references intake_report on delete cascade,
  organisation_id uuid not null,
  verdict text not null check (verdict in ('same', 'related', 'different')),
  decided_by uuid not null,
  decided_on date not null default current_date,
  primary key (low_id, high_id),
  check (low_id < high_id)
);
create index intake_likeness_high on intake_likeness (high_id);
