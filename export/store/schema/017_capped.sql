-- Seventeenth version: whether the time of a sitting's exercises is limited, as an adviser chose it. None was before.
alter table days add column capped integer not null default 0 check(capped in(0,1));
