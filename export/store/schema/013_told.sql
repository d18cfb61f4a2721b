-- Thirteenth version: who is counted in each number that a report told, so that it is told anew only when ten people at least have changed it.
-- `cells`: each number (`cell`) in which the person counts, and as what. `n`: how many were counted then, who left since too. `report` 'arrivals': who counts at all, in whole tens.
create table told_cells(report text not null, cell text not null, n integer not null check(n >= 0), value text not null, primary key(report, cell)) strict;
create table told_people(candidate_id text not null references candidates on delete cascade, report text not null, cells text not null, primary key(candidate_id, report)) strict;
create index told_people_report on told_people(report);
