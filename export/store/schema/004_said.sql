-- What people said is yes, no, or not asked (no row); advisers are declared once; a decision is undone, never deleted.
create table candidate_answers(candidate_id text not null references candidates on delete cascade, about text not null, answer text not null check(answer in('yes','no')), primary key(candidate_id, about)) strict;
-- A tick was a yes; what was not ticked was never asked. « Travel » was the way to work or the whole region: not asked.
insert into candidate_answers select candidate_id, 'area:' || area, 'yes' from candidate_areas;
insert into candidate_answers select candidate_id, shift, 'yes' from candidate_shifts;
drop table candidate_areas;
drop table candidate_shifts;
alter table candidates drop column travel;
alter table candidates drop column shifts_said;
alter table candidates add column commute text check(commute in('near','around'));
create table advisers(adviser_id text primary key, declared_at text not null, closed_at text) strict;
insert or ignore into advisers select adviser, min(decided_at), null from decisions group by adviser;
insert or ignore into advisers select made_by, min(made_at), null from preselections group by made_by;
insert or ignore into advisers select set_by, min(set_at), null from offer_facts group by set_by;
-- The version of the rules a decision was read with: the table of schemes holds the last one only.
alter table decisions add column rules_version text;
update decisions set rules_version=(select s.rules_version from schemes s where s.scheme=coalesce(decisions.scheme, decisions.proposed_scheme));
create table undone_decisions(decision_id text primary key references decisions on delete cascade, reason_code text not null, adviser text not null, undone_at text not null) strict;
create view standing_decisions as select d.* from decisions d where not exists(select 1 from undone_decisions u where u.decision_id=d.decision_id) and not exists(select 1 from decisions l where l.offer_id=d.offer_id and l.candidate_id=d.candidate_id and (l.decided_at, l.rowid) > (d.decided_at, d.rowid) and not exists(select 1 from undone_decisions u where u.decision_id=l.decision_id));
-- A stand was said accessible by default: only a no had been said by somebody.
alter table stands add column access text check(access in('yes','no'));
update stands set access='no' where accessible=0;
alter table stands drop column accessible;
