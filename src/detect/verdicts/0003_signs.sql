-- What a reviewer says of one sign of a pattern: its words support it here, or they do not. The newest line of an
-- organisation counts that is not taken back. `observations`: one post of each wording that was judged; the words
-- themselves are not kept, so that a post that is erased teaches no more.
create table detect_sign_verdict (
  id uuid primary key,
  position bigint generated always as identity,
  pattern text not null,
  organisation_id uuid,
  sign text not null,
  verdict text not null check (verdict in ('holds', 'does_not_hold', 'taken_back')),
  takes_back uuid references detect_sign_verdict,
  -- Null: none was given.
  reason text,
  observations text[] not null,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  run text not null,
  check ((verdict = 'taken_back') = (takes_back is not null))
);
create unique index detect_sign_verdict_taken_back on detect_sign_verdict (takes_back) where takes_back is not null;
create index detect_sign_verdict_position on detect_sign_verdict (organisation_id, pattern, sign, position desc);
create trigger detect_sign_verdict_kept before update or delete or truncate on detect_sign_verdict
  for each statement execute function detect_refuse_change();
