-- What is counted tells two rises of one area apart; until when a warning ran tells whether a later one is its going on;
-- by when somebody should have said what it is.
alter table places_warning_life add column layer text not null default '';
alter table places_warning_life add column last_week date;
alter table places_warning_life add column due_on date;
update places_warning_life set last_week = warned_on, due_on = warned_on + 7;
alter table places_warning_life alter column last_week set not null;
alter table places_warning_life alter column due_on set not null;

-- A run that looks back less far sees a rise begin later and names it otherwise: it is the same warning.
create table places_warning_same (
  warning_id text primary key,
  life_id text not null references places_warning_life
);
