"""Moments as the database writes them."""

from calendar import monthrange
from datetime import UTC, datetime


def stamp(now: datetime) -> str:
    """A moment as the database writes it: UTC, to the second."""
    return now.astimezone(UTC).isoformat(timespec="seconds")


def after_months(now: datetime, months: int) -> datetime:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 + months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
