-- Sixth version: the tower. Advisers enter by PIN and may be tied to a firm; what is said about a result stays with the person.
create table adviser_pins(adviser_id text primary key references advisers on delete cascade, pin text not null, set_at text not null, failures integer not null check(failures >= 0), failed_at text) strict;
create table adviser_firms(adviser_id text not null references advisers on delete cascade, employer_id text not null references employers on delete cascade, said_by text not null, said_at text not null, primary key(adviser_id, employer_id)) strict;
-- A comment of an adviser, or what the person says of their result; a disagreement waits for an answer (`answers`: the remark it answers).
create table remarks(remark_id text primary key, candidate_id text not null references candidates on delete cascade, kind text not null check(kind in('comment','reply','disagreement','answer')), text text not null, written_by text not null, written_at text not null, answers text references remarks on delete cascade) strict;
create index remarks_candidate on remarks(candidate_id);
-- A day with a group, as it was planned in the tower: who sits where, and what happened to each seat.
create table days(day_id text primary key, title text not null, starts_at text not null, minutes integer not null check(minutes between 10 and 600), state text not null check(state in('planned','open','closed')), made_by text not null) strict;
create table day_seats(day_id text not null references days on delete cascade, seat integer not null check(seat between 1 and 60), station_id text references stations, primary key(day_id, seat)) strict;
create table seat_notes(note_id integer primary key autoincrement, day_id text not null references days on delete cascade, seat integer not null, kind text not null check(kind in('late','left','moved','stuck','device','incident')), code text not null, text text not null, written_by text not null, written_at text not null) strict;
