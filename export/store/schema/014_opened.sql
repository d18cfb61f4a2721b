-- Fourteenth version: when an adviser opened somebody's result itself. To have seen them in a list forbids observing them, and is no reading.
-- Of what was seen before, nobody knows which was opened: it stays to be read.
alter table readings add column opened_at text;
