-- Twelfth version: what an adviser adds to the reason of a decision, in their own words; it goes with the person, and may be erased alone.
alter table decisions add column words text not null default '';
