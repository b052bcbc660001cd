-- Whose secrets somebody keeps by law: 'psychologist', 'lawyer' … Apart from the role, which says what they may do in
-- the house. Signed into the access context, so that row-level security can hold notes within their profession.
alter table auth_user add column profession text check (profession ~ '^[a-z][a-z_]*$');
alter table auth_invitation add column profession text check (profession ~ '^[a-z][a-z_]*$');
update auth_user set profession = 'lawyer' where role = 'lawyer';
