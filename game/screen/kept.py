"""Pieces of a screen, each drawn anew only when what it shows has changed."""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """The last piece made under each name, with what it showed."""

    def __init__(self) -> None:
        self._pieces: dict[str, tuple[Any, Any]] = {}

    def get(self, name: str, shows: Any, make: Callable[[], T]) -> T:
        """The piece of that name; made anew when `shows` is not what it was."""
        old = self._pieces.get(name)
        if old is not None and old[0] == shows:
            kept: T = old[1]
            return kept
        fresh = make()
        self._pieces[name] = (shows, fresh)
        return fresh
