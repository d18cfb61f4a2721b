-- Ninth version: what people see of a person beside the game, and what became of it.
-- Who read a result, so that nobody observes who knows it already. A watch is one person seen by one or two observers, each with a grid of their own.
create table readings(candidate_id text not null references candidates on delete cascade, adviser text not null, read_at text not null, primary key(candidate_id, adviser)) strict;
create table watches(watch_id text primary key, candidate_id text not null references candidates on delete cascade, observers integer not null check(observers in(1,2)), opened_by text not null, opened_at text not null) strict;
create table grids(grid_id text primary key, watch_id text not null references watches on delete cascade, candidate_id text not null references candidates on delete cascade, observer text not null, opened_at text not null, closed_at text, unique(watch_id, observer)) strict;
create table grid_lines(grid_id text not null references grids on delete cascade, candidate_id text not null references candidates on delete cascade, habilete text not null, mark integer not null check(mark between 0 and 3), fact text not null, primary key(grid_id, habilete)) strict;
-- A level that an adviser says beside the game's (0: not yet), with what the game said then; both are kept. Undone, never deleted.
create table overrides(override_id text primary key, candidate_id text not null references candidates on delete cascade, habilete text not null, statement text not null, level integer not null, mark integer not null check(mark between 0 and 3), reason_code text not null, text text not null, said_by text not null, said_at text not null, undone_by text, undone_at text) strict;
-- What became of a person and an offer. The first version had a table for it, which nothing wrote: it is made anew. `side`: who it did not happen by; `body`: who sent the person.
drop table outcomes;
create table outcomes(outcome_id text primary key, candidate_id text not null references candidates on delete cascade, offer_id text not null references offers on delete cascade, kind text not null check(kind in('met','not_met','immersion','not_hired','hired','there_3','left_3','there_6','left_6')), on_day text not null, side text not null check(side in('','person','employer','other')), reason_code text not null, body text not null, said_by text not null, said_at text not null, undone_by text, undone_at text) strict;
-- Whose hour at a fair was changed (`now` null: no longer any), and when they were told.
create table fair_moves(move_id text primary key, fair_id text not null references fairs on delete cascade, candidate_id text not null references candidates on delete cascade, stand_id text not null references stands on delete cascade, was integer not null, now integer, why text not null check(why in('','closed','away','undecided','hand')), moved_by text not null, moved_at text not null, told_at text) strict;
-- What the last plan of a fair is worth beside its bound, and how many it serves.
create table fair_plans(fair_id text primary key references fairs on delete cascade, value real not null, bound real not null, served integer not null, servable integer not null, planned_by text not null, planned_at text not null) strict;
-- When a day with a group began, and what a seat without a network has finished.
alter table days add column opened_at text;
create table day_progress(day_id text not null references days on delete cascade, seat integer not null, workshop text not null, at text not null, primary key(day_id, seat, workshop)) strict;
create index grids_candidate on grids(candidate_id);
create index watches_candidate on watches(candidate_id);
create index overrides_candidate on overrides(candidate_id);
create index outcomes_pair on outcomes(candidate_id, offer_id);
create index outcomes_offer on outcomes(offer_id);
create index fair_moves_fair on fair_moves(fair_id);
