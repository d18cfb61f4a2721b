"""What somebody said of the columns of a list that nobody knew: said once, remembered with the base."""

import json
from collections.abc import Mapping
from datetime import datetime

from export.offers.headings import said_key
from export.store.advisers import adviser_of
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from scenarios.offer_columns import offer_columns

SETTING = "offer_columns"
MOST = 2000
TITLE = "intitule"


def fields() -> tuple[str, ...]:
    """The fields a column may hold; not where an offer came from, which Envol's own sheets alone say."""
    return tuple(name for name in offer_columns().fields if name != "origine")


def columns_said(store: Store) -> dict[str, str]:
    """Every heading that was said, by its letters: its field, "" for one that is not to be read."""
    row = store.first_row("select value from settings where name=?", SETTING)
    return dict(json.loads(row["value"])) if row else {}


def say_columns(store: Store, said: Mapping[str, str], by: tuple[str, datetime]) -> None:
    """Remember what headings hold (heading -> field or ""). Raises StoreError: no title, a field twice, no field."""
    who, now = adviser_of(store, by[0]), by[1]
    named = [field for field in said.values() if field]
    if set(named) - set(fields()):
        raise StoreError("columns.unknown")
    if len(named) != len(set(named)):
        raise StoreError("columns.twice")
    if TITLE not in named or len(named) < 2:
        raise StoreError("columns.no_title")
    kept = columns_said(store) | {said_key(heading): field for heading, field in said.items() if said_key(heading)}
    if len(kept) > MOST:
        raise StoreError("columns.many", most=MOST)
    with store.writing() as connection:
        connection.execute(
            "insert into settings values(?,?) on conflict(name) do update set value=excluded.value",
            (SETTING, json.dumps(kept, sort_keys=True)),
        )
        audit(connection, stamp(now), who, "offers.columns", ("", ""))
