"""Moments as the database writes them."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

EARLIEST, LATEST = 1_764_000_000, 2_400_000_000
"""No clock that is right shows a time before this version (24 November 2025) or after 2046."""
DAY_S = 86_400
YEARS = range(2020, 2100)
"""In which something may be planned: a date typed with a year of one figure has no hour in any zone."""


def believable(seconds: float) -> bool:
    """Whether a clock may be right, a day left to a zone chosen wrongly. By another nothing is forgotten."""
    return EARLIEST - DAY_S < seconds < LATEST


MOST_AFTER, MOST_BEFORE = timedelta(days=1), timedelta(days=731)
"""How far the moment that a post writes may lie from that of import. No result is kept longer than two years."""


def played(said: datetime, came_in: datetime) -> datetime | None:
    """When something was played, as its post said it; None where the post's clock was wrong, as it lies after the
    import by more than a day, or before it by more than two years."""
    return said if came_in - MOST_BEFORE <= said <= came_in + MOST_AFTER else None


def stamp(now: datetime) -> str:
    """A moment as the database writes it: UTC, to the second."""
    return now.astimezone(UTC).isoformat(timespec="seconds")


def after_months(now: datetime, months: int) -> datetime:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 + months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
