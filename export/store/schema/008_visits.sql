-- A visit may hold several workshops and a person may come back: which visit a packet is of, under which code, and which workshops of a person count, from which packet.
alter table evidence_archive add column visit_id text not null default '';
alter table evidence_archive add column code text not null default '';
update evidence_archive set visit_id=candidate_id, code=(select c.code from candidates c where c.candidate_id=evidence_archive.candidate_id);
create table workshops(candidate_id text not null references candidates on delete cascade, workshop text not null, packet_id text not null references packets on delete cascade, rules_version text not null, made_at text not null, primary key(candidate_id, workshop)) strict;
insert into workshops select candidate_id, scenario, packet_id, rules_version, made_at from readouts;
create index evidence_visit on evidence_archive(visit_id);
create index evidence_code on evidence_archive(code);
