"""How much of the work of some steps was left by the person's own word: what speaks of lasting stands on it."""

from collections.abc import Mapping, Sequence

from scoring.families import cut
from scoring.readers.kits import BinsKeys, RoundKeys, standing
from scoring.readers.log import Keys, Log, StepKeys
from scoring.readers.rotors import RotorKeys

LeftTrial = tuple[str, int, int]
"""What is worked on (blades, holes, slots), how many of it were left, and of how many."""
HELD = (0.5, 0.7, 0.85, 0.95)
"""The shares of the work that a category of four asks to have been carried; under the first there is none."""
NOTHING: LeftTrial = ("", 0, 0)


class OpenHole(Keys):
    oval: bool = False


class HolesOfZone(Keys):
    holes: Mapping[str, OpenHole]


class WorkKeys(BinsKeys):
    """The things to be worked on in every step, as whichever mechanic names them."""

    phases: tuple[StepKeys, ...]
    rotors: Mapping[str, RotorKeys] = {}
    zones: Mapping[str, HolesOfZone] = {}
    rounds: Mapping[str, RoundKeys] = {}


def worked_on(params: Mapping[str, object]) -> list[str]:
    """The zones whose work may be left, of a scenario's params as plain data."""
    keys = WorkKeys.model_validate(params)
    return [*keys.rotors, *keys.zones, *keys.rounds]


def left_of(log: Log, zones: Sequence[str]) -> LeftTrial:
    """What of the work of some steps was left: things without an act, in steps that the person said were finished.

    A blade or a hole that was told of (tag, call) awaits somebody else; a box is told of, never a slot, so a slot that
    a sound box would have filled counts whatever was said of the box. One that is visibly unfit is another rule's
    business, and what a ceiling, a stop or a crash cut off was not left. `NOTHING` where no such step was ended.
    """
    ended = [zone for zone in zones if log.closed(zone)]
    if not ended:
        return NOTHING
    keys = log.keys(WorkKeys)
    reported = {str(e.data["object"]) for _, e in log.of("tag")} | {str(e.data["about"]) for _, e in log.of("call")}
    shares = [_left_in(log, keys, zone, reported) for zone in ended]
    return shares[0][0], sum(left for _, left, _ in shares), sum(of for _, _, of in shares)


def _left_in(log: Log, keys: WorkKeys, zone: str, reported: set[str]) -> LeftTrial:
    if zone in keys.rotors:
        names = {name for name, blade in keys.rotors[zone].blades.items() if not blade.odd}
        done = {str(e.data["blade"]) for _, e in log.facet("made", "decide", zone=zone)}
        return "blades", len(names - done - reported), len(names)
    if zone in keys.rounds:
        kits = keys.rounds[zone].kits
        slots = {(name, n) for name, kit in kits.items() for n, s in enumerate(kit.slots) if not keys.told_of(s.ref)}
        return "slots", len(slots - standing(log, [zone], "matched").keys()), len(slots)
    there = keys.zones[zone].holes if zone in keys.zones else {}
    holes = {name for name, hole in there.items() if not hole.oval}
    set_in = {str(e.data["hole"]) for _, e in log.facet("made", "place", zone=zone)}
    return "holes", len(holes - set_in - reported), len(holes)


def lasted(category: int, top: int, left: LeftTrial) -> int:
    """The category of a fact that speaks of lasting, of 0..`top`: no higher than the share of the work carried allows.

    The shares are those that `HELD` asks for. One thing alone may have been forgotten: it is no work left, so that no
    single act is read for lasting and for another habileté.
    """
    _, gone, of = left
    most = cut(1 - max(0, gone - 1) / of, HELD) if of else len(HELD)
    return min(category, (2 * most * top + len(HELD)) // (2 * len(HELD)))
