-- Second version: the region, what offers say of bridges, who was left out of a kept list, fairs with decisions.
create table settings(name text primary key, value text not null) strict;
create table offer_facts(offer_id text not null references offers on delete cascade, fact text not null, value text not null, set_by text not null, set_at text not null, primary key(offer_id, fact)) strict;
create table preselection_left_out(preselection_id text not null references preselections on delete cascade, candidate_id text not null references candidates on delete cascade, rule text not null, primary key(preselection_id, candidate_id)) strict;
create table fair_people(fair_id text not null references fairs on delete cascade, candidate_id text not null references candidates on delete cascade, max_interviews integer not null check(max_interviews >= 0), pause_after integer not null check(pause_after in(0,1)), primary key(fair_id, candidate_id)) strict;
alter table decisions add column proposed_scheme text references schemes;
-- No interview without a decision; places of what was cancelled are free again.
drop table interviews;
create table interviews(interview_id text primary key, fair_id text not null, stand_id text not null references stands on delete cascade, place integer not null check(place >= 0), candidate_id text not null references candidates on delete cascade, slot integer not null, decision_id text not null references decisions on delete cascade, status text not null check(status in('planned','held','absent','cancelled')), pinned integer not null default 0 check(pinned in(0,1)), foreign key(fair_id, slot) references slots(fair_id, slot), unique(fair_id, candidate_id, stand_id)) strict;
create unique index interviews_seat on interviews(stand_id, place, slot) where status in('planned','held');
create unique index interviews_person on interviews(fair_id, candidate_id, slot) where status in('planned','held');
create index left_out_candidate on preselection_left_out(candidate_id);
