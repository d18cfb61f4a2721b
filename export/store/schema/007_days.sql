-- Seventh version: days with a group as the tower plans them. The sixth had their tables, which nothing wrote: they are made anew.
drop table seat_notes;
drop table day_seats;
drop table days;
-- A day with a group, as it was planned in the tower: who sits where, and what happened at each seat. A code is the room's handle for that day.
create table days(day_id text primary key, title text not null, starts_at text not null, minutes integer not null check(minutes between 10 and 600), wide integer not null check(wide between 1 and 8), circuit text not null, state text not null check(state in('planned','open','closed')), made_by text not null, made_at text not null) strict;
create table day_seats(day_id text not null references days on delete cascade, seat integer not null check(seat between 1 and 60), station_id text references stations, primary key(day_id, seat)) strict;
create table seat_notes(note_id integer primary key autoincrement, day_id text not null references days on delete cascade, seat integer not null, kind text not null check(kind in('late','left','moved','stuck','device','incident')), code text not null, text text not null, written_by text not null, written_at text not null) strict;
