"""What is kept how long, said once: people until their day, what was noted at a seat three months."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from export.store.leaving import owned_notes
from export.store.moments import after_months, stamp
from export.store.store import Store

HELD, OVER = "expires_at>?", "expires_at<=?"
"""Conditions on a row of `candidates` and a moment as `stamp` writes it: the person's time is not over, or it is."""
MOST_MONTHS = 24
"""The longest that a person may have their result kept."""
NOTES_MONTHS = 3
"""A note of nobody here (the person did not share, or it names no code) stays so long; others go with their person."""


@dataclass(frozen=True, slots=True)
class Due:
    """What waits to be purged: people, and notes of seats that are of nobody here."""

    people: int
    notes: int

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.people or self.notes)


def people_over(store: Store, now: datetime) -> list[str]:
    """The ids of everybody whose time is over."""
    rows = store.rows(f"select candidate_id from candidates where {OVER} order by 1", stamp(now))
    return [str(row["candidate_id"]) for row in rows]


def people_beyond(store: Store, now: datetime) -> int:
    """How many people would be kept longer than anybody may choose: the clock was wrong when they came, or is now."""
    most = stamp(after_months(now, MOST_MONTHS) + timedelta(days=1))
    (counted,) = store.rows(f"select count(*) as n from candidates where {HELD}", most)
    return int(counted["n"])


def notes_before(now: datetime) -> str:
    """The moment (ISO text) until which a note must have been written for its term to be over."""
    return stamp(after_months(now, -NOTES_MONTHS))


def due(store: Store, now: datetime) -> Due:
    """How much a purge would delete now."""
    owned = owned_notes(store.connection)
    (notes,) = store.rows(
        f"select count(*) as n from seat_notes where written_at<=? and note_id not in ({owned})", notes_before(now)
    )
    return Due(len(people_over(store, now)), int(notes["n"]))
