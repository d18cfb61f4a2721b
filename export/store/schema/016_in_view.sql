-- Sixteenth version: the offers that a sitting has in view, as an adviser chose them. One that is filled or closed stays, and is said to be.
create table day_offers(day_id text not null references days on delete cascade, offer_id text not null references offers on delete cascade, primary key(day_id, offer_id)) strict;
create index day_offers_offer on day_offers(offer_id);
