"""The piece as the person leaves it, where another drawing takes its place once all of it is done."""

from typing import Protocol

from game.scenes.shown import FinishedPart


class TwoDrawings(Protocol):
    """Params that name the piece as it is worked on, and as it is done."""

    @property
    def art(self) -> str: ...
    @property
    def art_done(self) -> str: ...


class CountedSight(Protocol):
    """A sight that tells how many of the day's things are done, of how many."""

    @property
    def done_of(self) -> tuple[int, int]: ...


def closed_up(params: TwoDrawings, seen: CountedSight) -> FinishedPart:
    """Finished when everything of the day is done; no paint covers it."""
    done, of = seen.done_of
    spans = ((0.0, 1.0),) if of and done == of else ()
    return FinishedPart(params.art, (), spans, after=params.art_done, done_of=seen.done_of)
