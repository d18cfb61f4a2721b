"""Reader of `assemble`: what was thrown out of the rivets that a hand took, and what was met at all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from scoring.readers.base import (
    AnyReader,
    Count,
    RawFact,
    Reach,
    Reader,
    Using,
    Wrong,
    laid_all_the_same,
    not_offered,
)
from scoring.readers.bench import detected, detection
from scoring.readers.log import Keys, Log, faulty, indexes


class SortedPieces(Using):
    movement: Annotated[Count, Field(le=3, title="Mouvement")]
    signals: Annotated[Count, Field(title="Nombre de rivets abîmés")]
    noises: Annotated[Count, Field(title="Nombre de bons rivets")]


class Draws(Keys):
    faulty_per_movement: int


def rivets_sorted(log: Log, using: SortedPieces, keys: Draws) -> RawFact:
    """d' on the rivets picked in a movement: faulty ones put in the red box against sound ones put there.

    Offered are those drawn: who set fewer rivets met fewer, also in a step that they finished; that none was in hand is
    said. Where that is too few to speak of seeing, how many spoiled ones were set is told all the same, one as well as
    several.
    """
    isolated = {str(e.data["rivet"]) for _, e in log.of("isolate")}
    hits = false = signals = 0
    picked = log.of("pick", movement=using.movement)
    for _, e in picked:
        if e.data["true_stem"] != e.data["stem"]:
            continue  # the mixed bin is another rule's business
        signal = faulty(e)
        signals += signal
        if e.data["rivet"] in isolated:
            hits, false = hits + signal, false + (not signal)
    design = (using.signals, using.noises)
    if _finished(log, using.movement) and not 0 < signals < using.signals:
        sorting = detected((hits, using.signals), (false, using.noises), design, indexes(picked))
        return sorting if signals else replace(sorting, case="undrawn")
    noises = max(false, len(picked) - signals)
    if not signals or noises < 2 * signals:
        reading = not_offered(indexes(picked))
    else:
        reading = detected((hits, min(signals, using.signals)), (false, noises), design, indexes(picked))
    spoiled = {e.data["rivet"] for _, e in picked if faulty(e) and e.data["true_stem"] == e.data["stem"]}
    return laid_all_the_same(reading, [str(e.data["hole"]) for _, e in log.of("place") if e.data["rivet"] in spoiled])


def _finished(log: Log, movement: int) -> bool:
    """Whether every step of a movement in which pieces are drawn was finished by the person's own word."""
    names = {str(e.data["name"]) for _, e in log.of("phase", movement=movement)}
    stages = [s for s in log.stages() if s.name in names]
    drawn = [s for s in stages if any(s.first < at < s.after for at, _ in log.of("pick"))] or stages[-1:]
    return bool(stages) and all(s.closed for s in drawn)


def sorted_reach(using: SortedPieces, keys: Draws) -> Reach:
    return detection(using.signals, using.noises)


def sorted_wrong(using: SortedPieces, keys: Draws) -> Iterator[Wrong]:
    if using.signals != keys.faulty_per_movement:
        yield "signals", "other_number", {"got": using.signals, "expected": keys.faulty_per_movement}


READERS: Mapping[str, AnyReader] = {
    "rivets_sorted": Reader(SortedPieces, Draws, rivets_sorted, sorted_reach, sorted_wrong, whole=False),
}
