"""What came and was not taken in: set aside for somebody to look at, until it comes in or they are done with it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from export.store.auditing import audit
from export.store.moments import stamp
from export.store.port import Connection
from export.store.store import Store, StoreError

SIGNED = frozenset({
    "packet.conflict", "packet.revoked_station", "packet.other_station", "packet.earlier_shut", "packet.newer",
    "packet.wrong_body", "packet.wrong_clock",
})  # fmt: skip
"""Reasons that are only given once the signature of a known post was found right."""


STANDING = (
    "quarantine q where q.sealed_sha256 || ' ' || q.reason not in "
    "(select object || ' ' || detail from audit where action='aside.done')"
)
"""The lines that nobody is done with. A post sends a refused packet again and again: the line stays, unshown."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A packet that is not in: its line, when it came first, why, and the name of the enrolled post that it names, ""
    for none; `sure` where its signature says so too."""


    line: int
    seen_at: str
    reason: str
    label: str
    sure: bool

    @property
    def enrolled_since(self) -> bool:
        """Whether the post that it names was not known then, and is now."""
        return self.reason == "packet.unknown_station" and bool(self.label)


def set_aside(store: Store) -> list[SetAside]:
    """What is set aside, the last first: never more than a thousand short lines (`intake.MOST_SET_ASIDE`)."""
    rows = store.rows(
        "select quarantine_id, seen_at, reason, coalesce((select label from stations s "
        "where s.station_id=q.station_id and (q.reason<>'packet.unknown_station' or s.revoked_at is null)), '') "
        f"as label from {STANDING} order by quarantine_id desc"
    )
    return [
        SetAside(int(row["quarantine_id"]), str(row["seen_at"]), str(row["reason"]), str(row["label"]),
                 str(row["reason"]) in SIGNED)
        for row in rows
    ]  # fmt: skip


def done_with(store: Store, line: int, said: tuple[str, datetime]) -> None:
    """Somebody is done with a line, also when the same packet comes again; `said`: by whom and when.

    Raises StoreError where it is gone already.
    """
    with store.writing() as connection:
        row = connection.execute(
            f"select sealed_sha256, reason from {STANDING} and quarantine_id=?", (line,)
        ).fetchone()
        if row is None:
            raise StoreError("aside.unknown")
        audit(connection, stamp(said[1]), said[0], "aside.done", (str(row[0]), str(row[1])))


def came_in(connection: Connection, packets: Sequence[bytes]) -> None:
    """Sealed packets that are in now wait for nobody any more."""
    if not connection.execute("select 1 from quarantine limit 1").fetchone():
        return
    for sealed in packets:
        connection.execute("delete from quarantine where sealed_sha256=?", (hashlib.sha256(sealed).hexdigest(),))
