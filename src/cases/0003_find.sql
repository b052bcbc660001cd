-- A case is found by how its code or a code name begins.
create index cases_case_code on cases_case (organisation_id, code collate "C");
create index cases_person_code_name on cases_person (organisation_id, code_name collate "C");
