"""Moments of results as pictures: drawn by another process, one fact at a time, held while they are looked at."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

At = tuple[int, str]
"""A tick, and the kind of the event that is meant."""
MOST_KEPT = 8
"""Facts whose pictures are held."""
MOST = 8
"""Pictures of one fact."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DrawnMoment:
    """One moment: a PNG, and whether a ring lies on it round what its sentence speaks of."""

    png: bytes
    ringed: bool = False


DrawPictures = Callable[[bytes, Sequence[At], str], list[DrawnMoment]]
"""A trace, moments of it and a language give one picture a moment. Raises OSError where they cannot be drawn."""


@dataclass(slots=True)
class DrawnFact:
    """The pictures of one fact, in the order of its moments that were picked."""

    state: Literal["drawing", "done", "failed"]
    images: tuple[DrawnMoment, ...] = ()

    @property
    def rings(self) -> str:
        """On which of them a ring lies: "all", "some" or "none"."""
        ringed = [image.ringed for image in self.images]
        return "all" if ringed and all(ringed) else "some" if any(ringed) else "none"


class Pictures:
    """What was drawn last, by fact. Each is drawn in a thread that waits for the other process."""

    def __init__(self, draw: DrawPictures | None = None) -> None:
        """`draw`: None where nothing can be drawn; each fact then says that it failed."""
        self._draw = draw
        self._drawn: dict[str, DrawnFact] = {}
        self._turn = threading.Lock()

    def of(self, fact: str) -> DrawnFact | None:
        """The pictures of a fact, None where nobody asked for them."""
        return self._drawn.get(fact)

    def ask(self, fact: str, trace: bytes, moments: Sequence[At], language: str) -> DrawnFact:
        """Begin to draw a fact, unless it is drawn or under way; how it stands now."""
        if (there := self._drawn.get(fact)) is not None:
            return there
        while len(self._drawn) >= MOST_KEPT:
            self._drawn.pop(next(iter(self._drawn)))
        drawn = self._drawn[fact] = DrawnFact("drawing")
        work = threading.Thread(target=self._work, args=(drawn, trace, moments, language), name="pictures", daemon=True)
        work.start()
        return drawn

    def _work(self, drawn: DrawnFact, trace: bytes, moments: Sequence[At], language: str) -> None:
        # What was forgotten meanwhile is drawn to the end all the same, into nobody's hands.
        try:
            if self._draw is None:
                raise OSError("nothing draws here")
            with self._turn:
                drawn.images = tuple(self._draw(trace, moments, language))
            drawn.state = "done" if len(drawn.images) == len(moments) else "failed"
        except OSError:
            drawn.state = "failed"

    def forget(self) -> None:
        """Keep no picture of anybody: somebody was erased."""
        self._drawn = {}


def picked(moments: Sequence[T], most: int = MOST) -> list[T]:
    """At most so many of some moments, the first and the last among them, the others spread evenly."""
    if len(moments) <= most:
        return list(moments)
    return [moments[round(n * (len(moments) - 1) / (most - 1))] for n in range(most)]
