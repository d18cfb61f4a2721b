"""The reader of what a change has done again: rivets that are marked « to redo » after it (ADA4)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from scoring.readers.assemble import Grips
from scoring.readers.base import (
    AnyReader,
    ChangeName,
    HoleNames,
    HolesByZone,
    RawFact,
    Reach,
    Reader,
    Using,
    counted,
    not_offered,
)
from scoring.readers.log import Log, faulty, indexes


class Marked(Using):
    change: ChangeName
    holes: Annotated[HoleNames, Field(title="Ce que le changement touche")]


class Redone(Grips):
    tolerance_um: int


def marked_again(log: Log, using: Marked, keys: Redone) -> RawFact:
    """What stood before the change and is touched by it, marked « to redo », minus what is neither touched nor spoiled.

    Only what was really set before the change can be marked again, and what bore the mark already when the change came
    has nothing left to be marked; offered once the step of the change is finished, or one by one to who marks it or
    leaves it idle. A mark on one's own fault is right whenever it is set: nothing is taken off for it.
    """
    bell = log.bell(using.change)
    stage = log.stage_at(bell)
    if stage is None:
        return not_offered()
    last = {str(e.data["hole"]): bool(e.data["on"]) for at, e in log.of("redo") if at > bell}
    marked = {hole for hole, on in last.items() if on}
    set_before = {str(e.data["hole"]) for at, e in log.facet("made", "place") if at < bell}
    before = {str(e.data["hole"]): bool(e.data["on"]) for at, e in log.of("redo") if at < bell}
    touched = (set(using.holes) & set_before) - {hole for hole, on in before.items() if on}
    n = len(marked & touched)
    offered = len(touched) if stage.closed else min(len(touched), n + log.idle(stage, bell))
    wrong = len(marked - set(using.holes) - spoiled_in(log, keys, bell))
    return counted(float(n - wrong), indexes(log.of("redo")), offered, len(using.holes), n=n, extra=wrong)


def spoiled_in(log: Log, keys: Redone, bell: int) -> set[str]:
    """Holes whose rivet is to be done again whatever changes: spoiled, of another length than is asked, or with a head
    that is beyond its lines or bears a trace. `bell`: from where the lengths of the change hold."""
    bad = {str(e.data["rivet"]) for _, e in log.of("pick") if faulty(e) or e.data["stem"] != e.data["true_stem"]}
    spoiled: dict[str, bool] = {}
    for at, event in sorted([*log.of("place"), *log.of("head"), *log.of("take_out")]):
        hole = str(event.data["hole"])
        if event.kind == "take_out":
            spoiled[hole] = False
        elif event.kind == "place":
            spoiled[hole] = event.data["rivet"] in bad or event.data["stem"] != keys.right_stem(hole, at > bell)
        elif event.data["traces"] or abs(int(event.data["h_um"]) - int(event.data["target_um"])) > keys.tolerance_um:
            spoiled[hole] = True
    return {hole for hole, bad_there in spoiled.items() if bad_there}


def marked_reach(using: Marked, keys: HolesByZone) -> Reach:
    return len(using.holes) - keys.number(), len(using.holes)


READERS: Mapping[str, AnyReader] = {"marked_again": Reader(Marked, Redone, marked_again, marked_reach)}
