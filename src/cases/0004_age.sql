-- An age as it was told on a day, in whole years: what the law, the clocks and a place need to know of a birthday.
alter table cases_person add column age_years smallint check (age_years between 0 and 120);
alter table cases_person add column age_on date;
alter table cases_person add column age_is_estimate boolean not null default false;
alter table cases_person add check ((age_years is null) = (age_on is null));
