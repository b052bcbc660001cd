-- To whom a consent is given: a partner of the directory, or somebody else's name, sealed under the person's key.
-- What stood here in the clear is sealed at the next start (`sealOldRecipients`).
alter table cases_consent alter column recipient drop not null;
alter table cases_consent add column partner_id uuid;
alter table cases_consent add column recipient_sealed bytea;
alter table cases_consent add column withdrawn_by uuid;
create index cases_consent_partner on cases_consent (partner_id) where withdrawn_at is null;
