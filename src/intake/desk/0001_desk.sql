-- Who sees to a report, and where and when its reporter can be reached safely: each address and hour with its own word.
create table intake_responsible (
  report_id uuid primary key references intake_report on delete cascade,
  organisation_id uuid not null,
  user_id uuid not null,
  since date not null default current_date
);
create index intake_responsible_user on intake_responsible (user_id);

create table intake_contact (
  report_id uuid primary key references intake_report on delete cascade,
  organisation_id uuid not null,
  body bytea not null,
  version integer not null default 1
);
