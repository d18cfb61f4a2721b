"""An adviser tied to a firm takes no decision on its offers; that they tried is kept."""

from datetime import datetime
from typing import Any

from export.store.advisers import adviser_of
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit


def tie(store: Store, adviser_id: str, employer_id: str, tied: bool, said: tuple[str, datetime]) -> None:
    """Say that an adviser is tied to an employer of the base, or no longer. `said`: by whom and when."""
    who, (by, now) = adviser_of(store, adviser_id), said
    if not store.first_row("select 1 from employers where employer_id=?", employer_id):
        raise StoreError("adviser.no_firm")
    with store.writing() as connection:
        connection.execute("delete from adviser_firms where adviser_id=? and employer_id=?", (who, employer_id))
        if tied:
            connection.execute("insert into adviser_firms values(?,?,?,?)", (who, employer_id, by, stamp(now)))
        audit(connection, stamp(now), by, "adviser.tie" if tied else "adviser.untie", (who, employer_id))


def firms_of(store: Store, adviser_id: str) -> list[dict[str, Any]]:
    """The employers an adviser is tied to, by name."""
    return store.rows(
        "select employer_id, e.name from adviser_firms f join employers e using(employer_id) where adviser_id=? "
        "order by e.name, employer_id", adviser_id,
    )  # fmt: skip


def refuse_tied(store: Store, adviser: str, offer_id: str, now: datetime) -> None:
    """Raise StoreError, and keep it in the audit, when the offer is of a firm the adviser is tied to."""
    row = store.first_row(
        "select e.name from offers o join employers e using(employer_id) join adviser_firms f using(employer_id) "
        "where o.offer_id=? and f.adviser_id=?", offer_id, adviser,
    )  # fmt: skip
    if row is None:
        return
    with store.writing() as connection:
        audit(connection, stamp(now), adviser, "decide.refused_tied", (offer_id, ""))
    raise StoreError("decide.tied", firm=row["name"])
