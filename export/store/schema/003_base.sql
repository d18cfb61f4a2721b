-- Third version: whether a base holds people or robots is written once, when it is made, and nothing of the other kind goes in.
create table base(one integer primary key check(one = 1), kind text not null check(kind in('person','demo')), written_at text not null) strict;
create trigger base_no_update before update on base begin select raise(abort, 'the kind of a base never changes'); end;
create trigger base_no_delete before delete on base begin select raise(abort, 'the kind of a base never changes'); end;
-- An older base says what it is by who is in it, else by the sittings of those who left; one that never held anybody is as new.
insert into base select 1, case when exists(select 1 from candidates where kind='person') then 'person' when exists(select 1 from candidates) then 'demo' when exists(select 1 from sittings where kind='person') then 'person' else 'demo' end, strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now') where exists(select 1 from candidates) or exists(select 1 from sittings);
create trigger candidates_kind before insert on candidates when new.kind is not (select kind from base) begin select raise(abort, 'people and robots never share a base'); end;
-- What every row was when it was written: a row that is no longer itself, or no longer there, is noticed. `owner`: the person or the offer it is about.
create table seals(of text not null, owner text not null, seal integer not null, primary key(of, owner, seal)) strict, without rowid;
