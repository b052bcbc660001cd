-- A partner is asked to help one person with one thing, under one consent.
create table cases_referral (
  id uuid primary key,
  case_id uuid not null references cases_case on delete cascade,
  person_id uuid not null references cases_person on delete cascade,
  organisation_id uuid not null,
  partner_id uuid not null references cases_partner,
  recipient_organisation_id uuid,
  consent_id uuid not null references cases_consent,
  service text not null,
  fields text[] not null,
  channel text not null check (channel in ('account', 'phone', 'in_person', 'secure_mail')),
  state text not null default 'asked'
    check (state in ('asked', 'accepted', 'declined', 'done', 'revoked', 'expired')),
  answer_by date not null,
  expires_on date not null,
  asked_at timestamptz not null default now(),
  asked_by uuid not null,
  reminded_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  -- Why declined, or how it ended, in the partner's words: sealed under the person's key.
  answer_note bytea,
  version integer not null default 1,
  check (expires_on >= answer_by)
);
create index cases_referral_case on cases_referral (case_id);
create index cases_referral_recipient on cases_referral (recipient_organisation_id);
create index cases_referral_open on cases_referral (state, answer_by) where state = 'asked';

-- Every copy that was given: to whom, which fields, under which consent. What it holds is sealed under the person's
-- key, so erasing the person erases it; recalling it empties it.
create table cases_copy (
  id uuid primary key,
  referral_id uuid not null references cases_referral on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  person_id uuid not null references cases_person on delete cascade,
  organisation_id uuid not null,
  partner_id uuid not null references cases_partner,
  recipient_organisation_id uuid,
  consent_id uuid not null references cases_consent,
  fields text[] not null,
  -- Null: told by phone, in person or by mail of their own, and not kept here a second time; or recalled.
  content bytea,
  given_at timestamptz not null default now(),
  first_read_at timestamptz,
  recalled_at timestamptz,
  check (recalled_at is null or content is null)
);
create unique index cases_copy_referral on cases_copy (referral_id);
create index cases_copy_consent on cases_copy (consent_id) where recalled_at is null;
create index cases_copy_case on cases_copy (case_id);
create index cases_copy_recipient on cases_copy (recipient_organisation_id);

-- A copy taken back: the partner is asked to delete what it kept. Holds nothing of the person.
create table cases_recall (
  copy_id uuid primary key references cases_copy on delete cascade,
  case_id uuid not null references cases_case on delete cascade,
  organisation_id uuid not null,
  recipient_organisation_id uuid,
  reason text not null check (reason in ('consent_withdrawn', 'consent_expired', 'revoked', 'declined', 'expired')),
  asked_at timestamptz not null default now(),
  confirmed_at timestamptz,
  -- Who said so; a partner without an account says it by phone, and a worker writes it down.
  confirmed_by uuid
);
create index cases_recall_case on cases_recall (case_id);
create index cases_recall_recipient on cases_recall (recipient_organisation_id);

-- What the partner of the one who acts may read now. Consent is asked at every read, so a withdrawal holds at once,
-- whatever else still has to be cleared away.
create function cases_referrals_held() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id from cases_referral r
  join cases_consent k on k.id = r.consent_id
  join cases_partner p on p.id = r.partner_id
  where r.recipient_organisation_id = access_id('organisation')
    and p.account_organisation_id = r.recipient_organisation_id and p.active
    and k.withdrawn_at is null
    and (k.expires_on is null or k.expires_on >= (now() at time zone 'UTC')::date)
    and (r.state in ('accepted', 'done')
      or (r.state = 'asked' and r.expires_on >= (now() at time zone 'UTC')::date))
$$;

create function cases_copies_held() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id from cases_copy c
  where c.recalled_at is null and c.referral_id in (select cases_referrals_held())
$$;

create function cases_recalls_held() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select copy_id from cases_recall where recipient_organisation_id = access_id('organisation')
$$;

-- A partner may answer what it was asked, and change nothing else of the row.
create function cases_referral_answered() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
  answer constant text[] := array['state', 'answered_at', 'ended_at', 'answer_note', 'version'];
begin
  if access_claim('organisation') is not null and access_id('organisation') is distinct from old.organisation_id
     and (to_jsonb(new) - answer is distinct from to_jsonb(old) - answer
          or (new.state <> old.state
              and (old.state, new.state) not in (('asked', 'accepted'), ('asked', 'declined'), ('accepted', 'done')))) then
    raise exception 'a partner may only answer' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger cases_referral_answered before update on cases_referral
  for each row execute function cases_referral_answered();

create function cases_copy_read() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if access_claim('organisation') is not null and access_id('organisation') is distinct from old.organisation_id
     and to_jsonb(new) - 'first_read_at' is distinct from to_jsonb(old) - 'first_read_at' then
    raise exception 'a partner may only read' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger cases_copy_read before update on cases_copy for each row execute function cases_copy_read();
