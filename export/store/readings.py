"""Who read whose results: whoever read one cannot observe that person, whoever observes cannot read it yet."""

import json
from collections.abc import Collection
from datetime import datetime

from export.store.moments import stamp
from export.store.store import Store, StoreError

CLOSED = "(select count(*) from grids o where o.watch_id=w.watch_id and o.closed_at is not null)"
"""How many grids of a watch `w` are closed: it is revealed when that is as many as its observers."""


def keep_out(store: Store, people: Collection[str], adviser: str) -> None:
    """Raise StoreError where an adviser is to see something of somebody whom they observe and must not know yet."""
    if unseen_by(store, adviser) & set(people):
        raise StoreError("observe.blind")


def unseen_by(store: Store, adviser: str) -> set[str]:
    """Whom an adviser observes and must not know yet."""
    rows = store.rows(
        "select g.candidate_id from grids g join watches w using(watch_id) "
        f"where g.observer=? and {CLOSED}<w.observers", adviser,
    )  # fmt: skip
    return {str(row["candidate_id"]) for row in rows}


def read_by(store: Store, adviser: str, people: Collection[str]) -> set[str]:
    """Whose results, of some people, an adviser has read."""
    rows = store.rows(
        "select candidate_id from readings where adviser=? and candidate_id in (select value from json_each(?))",
        adviser, json.dumps(sorted(people)),
    )  # fmt: skip
    return {str(row["candidate_id"]) for row in rows}


def opened_by(store: Store, adviser: str, people: Collection[str]) -> set[str]:
    """Whose results, of some people, an adviser opened: those who stood in a list they saw are not among them."""
    rows = store.rows(
        "select candidate_id from readings where adviser=? and opened_at is not null "
        "and candidate_id in (select value from json_each(?))",
        adviser, json.dumps(sorted(people)),
    )  # fmt: skip
    return {str(row["candidate_id"]) for row in rows}


def note_reading(store: Store, people: Collection[str], by: tuple[str, datetime], opened: bool = False) -> None:
    """An adviser sees what was measured of people: kept, so that they do not observe them later. Raises StoreError.

    `opened`: it is the result itself that they opened, and not a list in which it stands.
    """
    adviser, now = by
    keep_out(store, people, adviser)
    known = opened_by(store, adviser, people) if opened else read_by(store, adviser, people)
    fresh = sorted(set(people) - known)
    if not fresh or store.damage is not None:
        return
    with store.writing() as connection:
        connection.executemany(
            "insert into readings select candidate_id, ?, ?, cast(? as text) from candidates where candidate_id=? "
            "on conflict(candidate_id, adviser) do update "
            "set opened_at=coalesce(readings.opened_at, excluded.opened_at)",
            [(adviser, stamp(now), stamp(now) if opened else None, candidate_id) for candidate_id in fresh],
        )
