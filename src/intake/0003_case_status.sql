-- A report that a case was opened from and that was closed and opened again stood as merely read, and was lost to the list of
-- those in cases.
update intake_report set status = 'in_case', version = version + 1
  where case_code is not null and status not in ('in_case', 'closed');
