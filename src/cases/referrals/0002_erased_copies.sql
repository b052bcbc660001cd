-- A copy of somebody who was erased: whoever has it must hear of it. Holds nothing of the person: which copy, and with whom.
create table cases_erased_copy (
  copy_id uuid primary key,
  organisation_id uuid not null,
  partner_id uuid,
  recipient_organisation_id uuid,
  asked_at timestamptz not null default now(),
  confirmed_at timestamptz,
  confirmed_by uuid
);
create index cases_erased_copy_recipient on cases_erased_copy (recipient_organisation_id);
create index cases_erased_copy_organisation on cases_erased_copy (organisation_id) where confirmed_at is null;

-- Written as the copy goes, whoever erases; a copy whose deletion was confirmed before is with nobody.
create function cases_copy_erased() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if current_setting('asylia.erasing', true) = 'on' then
    insert into cases_erased_copy (copy_id, organisation_id, partner_id, recipient_organisation_id)
      select old.id, old.organisation_id, old.partner_id, old.recipient_organisation_id
      where not exists (select 1 from cases_recall r where r.copy_id = old.id and r.confirmed_at is not null)
      on conflict do nothing;
  end if;
  return old;
end $$;
create trigger cases_copy_erased before delete on cases_copy for each row execute function cases_copy_erased();

-- A file with a person in it that left the house: by which consent (none: by duty), and what became of it.
create table cases_given_file (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  person_id uuid not null references cases_person on delete cascade,
  organisation_id uuid not null,
  consent_id uuid,
  kind text not null check (kind in ('htcds', 'uk_referral')),
  fields text[] not null default '{}',
  given_at timestamptz not null default now(),
  given_by uuid not null,
  recalled_at timestamptz,
  confirmed_at timestamptz,
  confirmed_by uuid
);
create index cases_given_file_case on cases_given_file (case_id);
create index cases_given_file_consent on cases_given_file (consent_id) where recalled_at is null;
