"""The posts of a base and the firms it knows, as an adviser reads them."""

from typing import Any

from export.store.store import Store


def stations_seen(store: Store) -> list[dict[str, Any]]:
    """Every post: name, since when, until when, how many results came from it and when the last one did."""
    return store.rows(
        "select s.station_id, s.label, s.enrolled_at, s.revoked_at, count(p.packet_id) as results, "
        "max(p.received_at) as seen_at from stations s left join packets p using(station_id) "
        "group by s.station_id order by s.revoked_at is not null, s.label, s.enrolled_at"
    )


def employers_of(store: Store) -> list[dict[str, Any]]:
    """The employers there are, by name."""
    return store.rows("select employer_id, name from employers order by name collate nocase, employer_id")
