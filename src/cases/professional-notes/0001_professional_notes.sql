-- What was told under a profession's secrecy: session notes, health and psychological records, legal advice. Readable by
-- those assigned to the case who are of that profession; by nobody else, whatever their role.
create table cases_professional_note (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  person_id uuid not null references cases_person on delete cascade,
  profession text not null,
  kind text not null check (kind in ('session', 'health', 'psychological', 'legal_advice')),
  on_day date not null,
  -- Sealed under the person's own key.
  body bytea not null,
  author uuid not null,
  made_at timestamptz not null default now()
);
create index cases_professional_note_case on cases_professional_note (case_id, on_day desc);
