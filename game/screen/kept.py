"""Pieces of a screen, each drawn anew only when what it shows has changed."""

from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Kept:
    """The last piece made under each name, with what it showed."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Any, Any]] = {}

    def get(self, name: str, shows: Any, make: Callable[[], Made]) -> Made:
        """The piece of that name; made anew when `shows` is not what it was."""
        old = self._made.get(name)
        if old is not None and old[0] == shows:
            kept: Made = old[1]
            return kept
        fresh = make()
        self._made[name] = (shows, fresh)
        return fresh
