"""What a base is called: the name of its organisation."""

from datetime import datetime

from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from scenarios.plain import is_plain

ORGANISATION = "organisation"
MOST_NAME = 80


def refuse_name(text: str) -> str:
    """The name as it is kept. Raises StoreError for one that is empty, too long or hides signs."""
    name = " ".join(text.split())
    if not name or len(name) > MOST_NAME or not is_plain(name):
        raise StoreError("organisation.bad_name", most=MOST_NAME)
    return name


def name_organisation(store: Store, text: str, said: tuple[str, datetime]) -> None:
    """Write the organisation's name in its base; `said`: by whom and when. Raises StoreError."""
    name, (by, now) = refuse_name(text), said
    with store.writing() as connection:
        connection.execute(
            "insert into settings values(?,?) on conflict(name) do update set value=excluded.value",
            (ORGANISATION, name),
        )
        audit(connection, stamp(now), by, "organisation.name", ("organisation", ""))


def organisation_of(store: Store) -> str:
    """The organisation's name, "" before it is given."""
    row = store.first_row("select value from settings where name=?", ORGANISATION)
    return str(row["value"]) if row else ""
