"""The posts of a base and the firms it knows, as an adviser reads them."""

import re
from datetime import datetime
from typing import Any

from export.store.intake import refuse_label
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit


def numbered(label: str) -> list[tuple[int, str]]:
    """A name in the order people count: « Poste 2 » before « Poste 10 »."""
    parts = re.findall(r"\d+|\D+", label)
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in parts]


def stations_seen(store: Store) -> list[dict[str, Any]]:
    """Every post: name, since when, until when, how many results came from it and when the last one did.

    Those that are revoked come last; the others stand in the order of their names, as people count.
    """
    rows = store.rows(
        "select s.station_id, s.label, s.enrolled_at, s.revoked_at, count(p.packet_id) as results, "
        "max(p.received_at) as seen_at from stations s left join packets p using(station_id) "
        "group by s.station_id order by s.enrolled_at, s.station_id"
    )
    return sorted(rows, key=lambda row: (row["revoked_at"] is not None, numbered(str(row["label"]))))


def nothing_sealed(store: Store) -> bool:
    """Whether nobody was ever told to seal to an organisation's key here: no post, no result, none that is gone."""
    return not store.rows("select 1 from stations limit 1") and not store.rows("select 1 from packets limit 1")


def note_key(store: Store, said: tuple[str, datetime]) -> None:
    """Keep in the log that the organisation's key was made; `said`: by whom and when."""
    with store.writing() as connection:
        audit(connection, stamp(said[1]), said[0], "organisation.key", ("", ""))


def rename_station(store: Store, station_id: str, label: str, said: tuple[str, datetime]) -> None:
    """Call a post otherwise; `said`: by whom and when. Raises StoreError: unknown, no name, another bears it."""
    name, (by, now) = " ".join(label.split()), said
    refuse_label(name)
    if store.first_row("select 1 from stations where station_id=?", station_id) is None:
        raise StoreError("station.unknown", station=station_id)
    others = store.rows("select label from stations where revoked_at is null and station_id<>?", station_id)
    if name.casefold() in {str(row["label"]).casefold() for row in others}:
        raise StoreError("station.same_label", label=name)
    with store.writing() as connection:
        connection.execute("update stations set label=? where station_id=?", (name, station_id))
        audit(connection, stamp(now), by, "station.rename", (station_id, ""))


def employers_of(store: Store) -> list[dict[str, Any]]:
    """The employers there are, by name."""
    return store.rows("select employer_id, name from employers order by name collate nocase, employer_id")
