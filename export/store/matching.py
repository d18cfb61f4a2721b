"""From the database to matches and back: example offers, people and offers read, lists kept."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic_core import from_json

from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.answers import EVERYBODY, answers_of, which_people
from export.store.contests import contested_people
from export.store.looks import looks_kept
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from export.store.term import HELD
from scenarios.offers import example_offers
from scenarios.reference import habiletes
from scenarios.regions import basins_in
from scenarios.trades import trades
from scoring.match import (
    ENGINE_VERSION,
    NO,
    UNMEASURED,
    MatchedPerson,
    Offer,
    Pair,
    Requirement,
    Wishes,
    arrange,
    match,
)

CONTESTED = "contested"
"""The rule that leaves out who contests their result, until somebody has answered."""


def refuse_not_open(store: Store, offer_id: str) -> None:
    """Raise StoreError for an offer that is a draft, filled or closed: nobody is shown or proposed for it."""
    row = store.first_row("select status from offers where offer_id=?", offer_id)
    if row is None or row["status"] != "open":
        raise StoreError("offer.not_open_now" if row else "offer.unknown", offer=offer_id)


def load_examples(store: Store, now: datetime) -> int:
    """Put the example offers in a database that has no offer at all; how many were added."""
    if store.first_row("select 1 from offers limit 1"):
        return 0
    offers = example_offers()
    with store.writing() as connection:
        for offer in offers:
            employer = "ex-" + offer.employer
            connection.execute("insert or ignore into employers values(?,null,?)", (employer, offer.employer))
            connection.execute(
                "insert into offers values(?,'example',?,?,?,?,?,?,?,'open',1,null,?)",
                (offer.id, offer.id, employer, offer.title.fr, offer.title.en, offer.rome, offer.area, offer.posts,
                 stamp(now)),
            )  # fmt: skip
            connection.executemany(
                "insert into requirements values(?,?,?,?,'example','example')",
                [(offer.id, r.habilete, r.level, r.weight) for r in offer.requirements],
            )
            connection.executemany(
                "insert into offer_conditions values(?,?,'yes','example')",
                [(offer.id, c) for c in sorted(set(offer.constraints))],
            )
    return len(offers)


def offers_of(store: Store, offer_id: str | None = None) -> list[Offer]:
    """The open offers, or one of any status. A suggested requirement does not count before a person confirms it."""
    return _offers(store, "status='open'") if offer_id is None else list(offers_named(store, [offer_id]).values())


def offers_named(store: Store, offer_ids: Iterable[str]) -> dict[str, Offer]:
    """Offers of any status by their ids, read at once, in the order they are named. Raises StoreError."""
    ids = list(dict.fromkeys(offer_ids))
    by_id = {offer.offer_id: offer for offer in _offers(store, NAMED, json.dumps(ids))}
    if missing := [offer_id for offer_id in ids if offer_id not in by_id]:
        raise StoreError("offer.unknown", offer=missing[0])
    return {offer_id: by_id[offer_id] for offer_id in ids}


NAMED = "offer_id in (select value from json_each(?))"


def _offers(store: Store, which: str, *values: str) -> list[Offer]:
    """The offers that a condition names, by id, each side table read once for all of them."""
    of = f"offer_id in (select offer_id from offers where {which})"
    offer_rows = store.rows(f"select * from offers where {which} order by offer_id", *values)
    asked = _grouped(store.rows(
        f"select * from requirements where basis<>'suggested' and {of} order by weight desc, habilete", *values
    ))  # fmt: skip
    said = "select * from offer_conditions where state=? and " + of + " order by constraint_code"
    limits, proposed = (_grouped(store.rows(said, state, *values)) for state in ("yes", "proposed"))
    return [
        Offer(
            o["offer_id"],
            o["area"] or "",
            tuple(c["constraint_code"] for c in limits.get(o["offer_id"], [])),
            tuple(Requirement(r["habilete"], r["level"], r["weight"]) for r in asked.get(o["offer_id"], [])),
            basins_in(o["area"] or ""),
            tuple(c["constraint_code"] for c in proposed.get(o["offer_id"], [])),
        )
        for o in offer_rows
    ]


def find_offer(store: Store, word: str) -> str:
    """The id of an offer from its id, its number at the source, or the start of its id. Raises StoreError."""
    text = word.strip()
    for sql, value in (
        ("offer_id=?", text), ("source_id=? collate nocase", text), ("substr(offer_id,1,?)=?", text.lower()),
    ):  # fmt: skip
        values = (len(value), value) if sql.startswith("substr") else (value,)
        ids = [r["offer_id"] for r in store.rows(f"select offer_id from offers where {sql} order by offer_id", *values)]
        if len(ids) == 1:
            return str(ids[0])
        if ids and text:
            raise StoreError("offer.several", offer=text, ids=", ".join(ids[:10]))
    raise StoreError("offer.unknown", offer=text)


AT_ONCE = 200
"""People who are read at once."""


def people_of(
    store: Store, now: datetime, candidate_id: str | None = None, span: tuple[str, str] = EVERYBODY
) -> list[MatchedPerson]:
    """The people whose time is not over, one of them, or those from one id to before another."""
    condition, which = which_people("c.candidate_id", candidate_id, span)
    people = store.rows(
        "select c.*, r.readout, r.scenario from candidates c join readouts r using(candidate_id) "
        f"where c.{HELD} and {condition} order by c.candidate_id", stamp(now), *which,
    )  # fmt: skip
    if candidate_id and not people:
        row = store.first_row("select code from candidates where candidate_id=?", candidate_id)
        raise StoreError("candidate.over" if row else "candidate.unknown", code=row["code"] if row else candidate_id)
    said = answers_of(store, candidate_id, span)
    return [_person(row, said[row["candidate_id"]]) for row in people]


def everybody(store: Store, now: datetime) -> Iterator[MatchedPerson]:
    """The people whose time is not over, read some at a time: what is known of each is large, and few are held."""
    ids = [str(row["candidate_id"]) for row in store.rows("select candidate_id from candidates order by 1")]
    for first, after in zip(ids[::AT_ONCE], [*ids[AT_ONCE::AT_ONCE], "~"], strict=False):
        yield from people_of(store, now, span=(first, after))


def _person(row: dict[str, Any], wishes: Wishes) -> MatchedPerson:
    kept = from_json(row["readout"])
    stated = {name: shown["statement"] for name, shown in kept["readout"].items()}
    levels = {
        name: (s["p_levels"][0], s["p_levels"][1], s["p_levels"][2])
        for name, s in kept["readout"].items()
        if stated[name] not in UNMEASURED
    }
    return MatchedPerson(
        row["candidate_id"], levels, tuple(kept["p_general"]), kept["p_level_given_g"], wishes, stated,
        looks_kept(kept, row["scenario"]),
    )  # fmt: skip


def _grouped(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows by the offer they are about."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["offer_id"], []).append(row)
    return grouped


def for_candidate(store: Store, candidate_id: str, now: datetime) -> list[Pair]:
    """Every open offer for one person, in bands. Raises StoreError for someone who is not here."""
    person = people_of(store, now, candidate_id)[0]
    return arrange((match(person, offer) for offer in offers_of(store)), {}, candidate_id, by="offer_id")


def untold(_: int) -> None:
    """Nobody waits to know how far a reading is."""


def for_offer(
    store: Store, offer_id: str, now: datetime, seed: str = "", read: Callable[[int], None] = untold
) -> list[Pair]:
    """Every person for one offer, in bands; inside a band the least shown first, then a lot from the seed."""
    return for_offers(store, [offer_id], now, seed, read)[0]


def for_offers(
    store: Store, offer_ids: Iterable[str], now: datetime, seed: str = "", read: Callable[[int], None] = untold
) -> list[list[Pair]]:
    """The list of each offer, as `for_offer` gives it, each offer once; people and offers are read once.

    `read` is told how many people were read so far.
    """
    offers = list(offers_named(store, offer_ids).values())
    pairs: list[list[Pair]] = [[] for _ in offers]
    for n, person in enumerate(everybody(store, now), 1):
        read(n)
        for its_pairs, offer in zip(pairs, offers, strict=True):
            its_pairs.append(match(person, offer))
    so_far = shown(store)
    return [arrange(its_pairs, so_far, seed or offer.offer_id) for its_pairs, offer in zip(pairs, offers, strict=True)]


def shown(store: Store, span: tuple[str, str] = EVERYBODY) -> dict[str, int]:
    """How many lists each person was shown in so far, of those from one id to before another."""
    rows = store.rows(
        "select candidate_id, count(*) as n from preselection_items where candidate_id>=? and candidate_id<? "
        "group by candidate_id", *span,
    )  # fmt: skip
    return {row["candidate_id"]: row["n"] for row in rows}


def preselect(
    store: Store, offer_id: str, adviser: str, now: datetime, limit: int = 20, read: Callable[[int], None] = untold
) -> tuple[str, list[Pair]]:
    """Keep the list an adviser is shown, with its seed and reasons; its id and its pairs. Nobody is refused by it.

    Whoever does not fit in `limit` is kept beside, with the rule that left them out; so is who contests their result.
    `read` is told how many people were read so far.
    """
    who, list_id = adviser_of(store, adviser), new_id()
    refuse_not_open(store, offer_id)
    matched = for_offer(store, offer_id, now, seed=list_id, read=read)
    at = stamp(now)
    with store.writing() as connection:
        # Reading everybody takes a while: who was erased meanwhile is in no list, who contests by now is left out.
        here = {str(row["candidate_id"]) for row in store.rows("select candidate_id from candidates")}
        held = contested_people(store)
        pairs = [pair for pair in matched if pair.candidate_id in here]
        free = [pair for pair in pairs if pair.candidate_id not in held]
        listed = free[:limit]
        left = [(p.candidate_id, left_out_by(p)) for p in free[limit:]]
        left += [(p.candidate_id, CONTESTED) for p in pairs if p.candidate_id in held]
        connection.execute(
            "insert into preselections values(?,?,?,?,?,?,?)",
            (list_id, offer_id, at, who, ENGINE_VERSION, list_id, len(pairs)),
        )
        connection.executemany(
            "insert into preselection_items values(?,?,?,?,?,?)",
            [(list_id, p.candidate_id, p.band, n, explain(p), at) for n, p in enumerate(listed, 1)],
        )
        connection.executemany(
            "insert into preselection_left_out values(?,?,?)", [(list_id, *left_row) for left_row in left]
        )
        audit(connection, at, who, "preselect", (offer_id, list_id))
    return list_id, listed


def left_out_by(pair: Pair) -> str:
    """Why a pair that is past the end of a list is there: what the person said no to, else the length of the list."""
    declined = [c.constraint for c in pair.conditions if c.state == NO]
    return "declined:" + ",".join(declined) if declined else "limit"


def explain(pair: Pair) -> str:
    """The reasons of a pair as kept beside a list: data only, no score."""
    kept = asdict(pair)
    kept.pop("score")
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def require(store: Store, offer_id: str, asked: Requirement, set_by: str, now: datetime) -> None:
    """A person confirms what an offer asks of one habileté; a draft stays one until it is opened. Raises StoreError."""
    who = adviser_of(store, set_by)
    if asked.habilete not in {h.id for h in habiletes()}:
        raise StoreError("offer.unknown_habilete", got=asked.habilete, known=", ".join(h.id for h in habiletes()))
    if asked.level not in (1, 2, 3) or not 0 < asked.weight <= 4:
        raise StoreError("offer.wrong_level")
    offers_of(store, offer_id)
    with store.writing() as connection:
        connection.execute(
            "insert into requirements values(?,?,?,?,?,'confirmed') on conflict(offer_id, habilete) do update set "
            "level=excluded.level, weight=excluded.weight, set_by=excluded.set_by, basis='confirmed'",
            (offer_id, asked.habilete, asked.level, asked.weight, who),
        )
        audit(connection, stamp(now), who, "offer.require", (offer_id, asked.habilete))


OFFER_ROWS = "select o.*, e.name as employer from offers o left join employers e using(employer_id)"


class OfferRows(dict[str, dict[str, Any]]):
    """Each offer with its employer by id, read as it is asked for: a page names a few, a list all of them."""

    FEW = 20

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def __missing__(self, offer_id: str) -> dict[str, Any]:
        """One offer; all of them at once after some. Raises KeyError for one that is not here."""
        if len(self) >= self.FEW:
            self.update(self.every())
        elif row := self.store.first_row(f"{OFFER_ROWS} where o.offer_id=?", offer_id):
            self[offer_id] = row
        if offer_id not in self:
            raise KeyError(offer_id)
        return self[offer_id]

    def held(self, offer_id: str) -> dict[str, Any] | None:
        """One offer; None for one that is not here."""
        try:
            return self[offer_id]
        except KeyError:
            return None

    def every(self) -> dict[str, dict[str, Any]]:
        """All of them, those that are open first, by id."""
        return {row["offer_id"]: row for row in self.store.rows(f"{OFFER_ROWS} order by o.status<>'open', o.offer_id")}


def trade_ids(store: Store) -> dict[str, str]:
    """The trade of each open offer: the example's own, else the first of its ROME code; none for an unknown code."""
    own = {offer.id: offer.trade for offer in example_offers()}
    trade_of = {}
    for row in store.rows("select offer_id, rome from offers where status='open'"):
        of_rome = trades().of_rome(row["rome"] or "")
        known = own.get(row["offer_id"]) or (of_rome[0].id if of_rome else "")
        if known:
            trade_of[row["offer_id"]] = known
    return trade_of
