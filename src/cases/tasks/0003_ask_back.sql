alter table cases_task drop constraint cases_task_kind_check;
alter table cases_task add constraint cases_task_kind_check check (kind in (
  'own_words', 'reassess_risk', 'prepare_hearing', 'safety_measure', 'right_due', 'right_missed', 'conference_action',
  'follow_up', 'answer_person', 'let_in', 'review_emergency', 'find_shelter', 'ask_back'));
