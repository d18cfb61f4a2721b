"""What acts at the holes answer in words, and why one may do nothing there: what can be seen, never what is right."""

from collections.abc import Callable, Mapping

from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.simulation.bots import mine
from game.workshop.echo import Data, Why
from game.workshop.seen import WorkshopSeen

Looks = Callable[[AssembleSeen, Data], str]
SAID: Mapping[str, str] = dict.fromkeys(
    ("pick", "put_back", "take_out", "isolate", "place", "head", "pige_read", "check", "redo", "head_verdict"), ""
)
"""Kinds of events of riveting that say what was done."""


def _hole(seen: AssembleSeen, args: Data) -> HoleSeen | None:
    return next((h for h in seen.holes if h.id == args.get("hole")), None)


def _pick(seen: AssembleSeen, args: Data) -> str:
    bin = next((b for b in seen.bins if b.number == args.get("bin")), None)
    if bin is None:
        return ""
    return "bin_apart" if bin.isolated else "" if bin.left else "bin_empty"


def beside(hole: HoleSeen | None) -> str:
    """Why a hole outside the step in hand does nothing: it is filled and can be marked, or it is not its turn."""
    return "set_before" if hole is not None and hole.state == "formed" else "other_step"


def _gauge(seen: AssembleSeen, args: Data) -> str:
    hole = _hole(seen, args)
    if hole is None or not hole.open:
        return beside(hole)
    return "gauge_full" if hole.state != "empty" else "tool_away"


def _place(seen: AssembleSeen, args: Data) -> str:
    hole = _hole(seen, args)
    if hole is None or not hole.open:
        return beside(hole)
    return "full" if hole.state != "empty" else "tag_stops" if hole.tagged else "tool_away"


def _check(seen: AssembleSeen, args: Data) -> str:
    hole = _hole(seen, args)
    return "no_head" if hole is None or hole.state == "empty" else "tool_away"


def _redo(seen: AssembleSeen, args: Data) -> str:
    return "no_head"


def _regrip(seen: AssembleSeen, args: Data) -> str:
    hole = _hole(seen, args)
    return beside(hole) if hole is None or not hole.open else "head_done"


def _of(why: Looks) -> Why:
    """A reason read from what riveting shows."""
    return lambda seen, args: why(_riveting(seen), args)


def _riveting(seen: WorkshopSeen) -> AssembleSeen:
    return mine(seen, AssembleSeen)


WHYS: Mapping[str, Why] = {
    "pick": _of(_pick), "gauge": _of(_gauge), "place": _of(_place), "check": _of(_check), "redo": _of(_redo),
    "regrip": _of(_regrip),
}  # fmt: skip
"""Act of riveting -> why it did nothing."""
