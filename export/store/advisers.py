"""Who decides: each adviser is declared once in the base, by initials or a desk's code, never by a name."""

import re
from datetime import datetime
from typing import Any

from export.store.moments import stamp
from export.store.store import Store, StoreError, audit

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


def declare(store: Store, adviser_id: str, now: datetime, by: str = "cli") -> str:
    """Declare an adviser, or open one again that was closed; their id. Raises StoreError for what is no id."""
    text = read_id(adviser_id)
    # « ab » beside « AB » would be another person to the base and the same one to a reader.
    text = _spelt(store, text) or text
    with store.writing() as connection:
        connection.execute(
            "insert into advisers values(?,?,null) on conflict(adviser_id) do update set closed_at=null",
            (text, stamp(now)),
        )
        audit(connection, stamp(now), by, "adviser.declare", (text, ""))
    return text


def read_id(typed: str) -> str:
    """An adviser's id as it is kept. Raises StoreError for what is no id, a name among them."""
    text = typed.strip()
    if not ID.fullmatch(text):
        raise StoreError("adviser.wrong_id", got=text)
    return text


def close(store: Store, adviser_id: str, now: datetime, by: str = "cli") -> None:
    """No decision of theirs is taken any more; those they took stay. Raises StoreError."""
    known = adviser_of(store, adviser_id)
    with store.writing() as connection:
        connection.execute("update advisers set closed_at=? where adviser_id=?", (stamp(now), known))
        audit(connection, stamp(now), by, "adviser.close", (known, ""))


def adviser_of(store: Store, text: str) -> str:
    """The declared adviser a word names. Raises StoreError: nobody named, not declared, or closed."""
    named = text.strip()
    if not named:
        raise StoreError("decide.no_adviser")
    named = _spelt(store, named) or named
    row = store.first_row("select * from advisers where adviser_id=?", named)
    if row is None:
        raise StoreError("adviser.unknown", got=named)
    if row["closed_at"]:
        raise StoreError("adviser.closed", got=named)
    return named


def _spelt(store: Store, typed: str) -> str:
    """An id as it was declared, capitals apart; "" for none, or for several that an older base took."""
    known = [str(row["adviser_id"]) for row in store.rows("select adviser_id from advisers")]
    alike = [name for name in known if name.lower() == typed.lower()]
    return typed if typed in alike else alike[0] if len(alike) == 1 else ""


def advisers(store: Store) -> list[dict[str, Any]]:
    """Everybody declared, in order, with since when and until when."""
    return store.rows("select * from advisers order by closed_at is not null, adviser_id")
