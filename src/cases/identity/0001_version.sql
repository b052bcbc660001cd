-- Of two who write a name down at once, the second is told.
alter table cases_identity add column version integer not null default 1;
