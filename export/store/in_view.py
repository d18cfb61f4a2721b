"""The offers that a sitting has in view: an adviser chooses them, plans and lists look at them first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from export.store.advisers import adviser_of
from export.store.days import day_of
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit

MOST = 2_000
"""Offers that one sitting may have in view."""


@dataclass(frozen=True, slots=True)
class AskedInView:
    """What the open offers in view of a sitting ask of one habileté: `level` (1..3), the highest that one of them asks,
    and how many `offers` ask it at any level."""

    habilete: str
    level: int
    offers: int


def put_in_view(
    store: Store, day_id: str, more: Sequence[str], fewer: Sequence[str], said: tuple[str, datetime]
) -> int:
    """Have `more` offers in view of a sitting and no longer `fewer`, by their ids; how many it has then. `said`: by
    whom and when. What is already so stays so.

    Raises StoreError: for an offer that is not here, or comes into view and is not open; for more than `MOST`.
    """
    who, now = adviser_of(store, said[0]), said[1]
    day_of(store, day_id)
    before = in_view(store, day_id)
    fresh = [offer_id for offer_id in dict.fromkeys(more) if offer_id not in before]
    gone = sorted(before & (set(fewer) - set(more)))
    states = {
        str(row["offer_id"]): row["status"] for row in store.rows(
            "select offer_id, status from offers where offer_id in (select value from json_each(?))", json.dumps(fresh)
        )
    }  # fmt: skip
    for offer_id in fresh:
        if states.get(offer_id) != "open":
            raise StoreError("day.offer_not_open" if offer_id in states else "offer.unknown", offer=offer_id)
    n = len(before) + len(fresh) - len(gone)
    if n > MOST:
        raise StoreError("day.offers_most", most=MOST, n=n)
    if not fresh and not gone:
        return n
    with store.writing() as connection:
        connection.executemany(
            "delete from day_offers where day_id=? and offer_id=?", [(day_id, offer_id) for offer_id in gone]
        )
        # Another adviser may have put the same one in view since.
        connection.executemany(
            "insert or ignore into day_offers values(?,?)", [(day_id, offer_id) for offer_id in fresh]
        )
        audit(connection, stamp(now), who, "day.offers", (day_id, str(n)))
    return n


def in_view(store: Store, day_id: str) -> frozenset[str]:
    """The ids of the offers in view of a sitting, whatever became of them; none of a sitting that is not here."""
    rows = store.rows("select offer_id from day_offers where day_id=?", day_id)
    return frozenset(str(row["offer_id"]) for row in rows)


def take_over(store: Store, day_id: str, before: str, said: tuple[str, datetime]) -> int:
    """Have in view of a sitting the offers that another one, `before`, has in view and that are still open; how many.
    Raises StoreError."""
    closed = set(no_longer_open(store, before))
    return put_in_view(store, day_id, sorted(in_view(store, before) - closed), (), said)


def offers_in_view(store: Store, day_id: str, most: int = -1) -> list[dict[str, Any]]:
    """The offers in view of a sitting, those that are no longer open first, then by title: id, titles, whether it is an
    example, employer, place (`area`) and state."""
    return store.rows(
        "select o.offer_id, o.title_fr, o.title_en, o.example, coalesce(e.name,'') as employer, "
        "coalesce(o.area,'') as area, o.status as state from day_offers v join offers o on o.offer_id=v.offer_id "
        "left join employers e on e.employer_id=o.employer_id where v.day_id=? "
        "order by o.status='open', o.title_fr, o.offer_id limit ?", day_id, most,
    )  # fmt: skip


def no_longer_open(store: Store, day_id: str) -> list[str]:
    """The ids of the offers in view of a sitting that are filled, closed, or to complete again."""
    return [str(row["offer_id"]) for row in store.rows(
        "select v.offer_id from day_offers v join offers o on o.offer_id=v.offer_id "
        "where v.day_id=? and o.status<>'open' order by v.offer_id", day_id,
    )]  # fmt: skip


def asked_in_view(store: Store, day_id: str) -> list[AskedInView]:
    """What the open offers in view of a sitting ask, what most of them ask first. What a text only suggests and nobody
    confirmed is asked by none."""
    rows = store.rows(
        "select r.habilete, max(r.level) as level, count(*) as n from day_offers v "
        "join offers o on o.offer_id=v.offer_id join requirements r on r.offer_id=v.offer_id "
        "where v.day_id=? and o.status='open' and r.basis<>'suggested' group by r.habilete order by n desc, r.habilete",
        day_id,
    )  # fmt: skip
    return [AskedInView(str(row["habilete"]), int(row["level"]), int(row["n"])) for row in rows]


def days_with(store: Store, offer_id: str) -> list[dict[str, Any]]:
    """The sittings that have an offer in view, the latest first."""
    return store.rows(
        "select d.* from day_offers v join days d on d.day_id=v.day_id where v.offer_id=? "
        "order by d.starts_at desc, d.day_id", offer_id,
    )  # fmt: skip
