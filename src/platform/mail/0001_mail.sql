-- Who wishes to be told by e-mail that something waits. Nothing of what waits is ever in such a mail.
create table mail_wish (
  user_id uuid primary key,
  by_mail boolean not null default false,
  last_sent_on date
);
