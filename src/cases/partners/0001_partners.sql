-- Organisations that help, each organisation's own directory. Whom to ask there is sealed under the partner's key.
create table cases_partner (
  id uuid primary key,
  organisation_id uuid not null,
  name text not null,
  kind text not null check (kind in
    ('shelter', 'legal_aid', 'health', 'labour_inspection', 'child_protection', 'police', 'embassy', 'other')),
  country text,
  area text not null default '',
  -- What it offers: types, who is eligible, languages, capacity, hours.
  services jsonb not null default '[]',
  agreement_until date,
  contact bytea,
  -- Its organisation in this installation, if it has one: only then it can read a copy here.
  account_organisation_id uuid,
  active boolean not null default true,
  version integer not null default 1,
  unique (organisation_id, name)
);

alter table cases_consent add constraint cases_consent_partner_known
  foreign key (partner_id) references cases_partner;
