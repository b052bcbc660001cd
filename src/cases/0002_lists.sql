-- The list of cases is read newest first, from one place on: its order stands in an index, with and without a status.
create index cases_case_newest on cases_case (organisation_id, opened_at desc, id desc);
create index cases_case_newest_of_status on cases_case (organisation_id, status, opened_at desc, id desc);
drop index cases_case_organisation;
