"""What is seen at the rotor by what was done last and how long ago: its hold open, the order of the gestures, the hour."""

from collections.abc import Sequence

from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.view_fan import FREED_TICKS
from game.screen.kept import Kept
from scenarios.vocabulary import Event

HESITATES_TICKS = 450
"""9 s without an act: who knows what comes next has begun it by then."""
KNOWN = 3
"""After how many blades of a step its mentor says in few words what there is to do, or a word of the trade."""
APART = "apart"
"""The end of the key of what is asked about a blade that bears a tag; of one that is decided, its word ends it."""


def freed(seen: InspectSeen, events: Sequence[Event], kept: Kept) -> bool:
    """Whether the rotor goes on by a blade just now: what holds it is open until it has come to rest."""
    turns = (e for e in reversed(events) if e.kind == "turn")
    last = kept.get("turned", len(events), lambda: next(turns, None))
    return last is not None and seen.tick - last.tick < FREED_TICKS


def hesitates(seen: InspectSeen, mode: str, since: int) -> bool:
    """Whether nothing was done since a tick, for a while, at a blade without a word; `mode`: what is in the hand."""
    now = seen.in_hand()
    open_ = seen.kind == "work" and now is not None and not now.word and not now.tagged and seen.rule is None
    return open_ and not mode and seen.tick - since >= HESITATES_TICKS


def thirds_behind(seen: InspectSeen) -> int:
    """How many thirds of the blades of the step have their word or their tag."""
    of = len(seen.blades)
    return 3 * _behind(seen) // max(1, of)


def _behind(seen: InspectSeen) -> int:
    """How many blades of the step have their word or their tag."""
    return sum(bool(b.word) or b.tagged for b in seen.blades)


def goes_well(seen: InspectSeen, hurried: bool) -> bool:
    """Whether the gesture of a step is known by now: its whole sentence is told no more, a short one is.

    Never in the step of the urgent request (`hurried`), nor of how right a word was.
    """
    return not hurried and seen.kind == "work" and _behind(seen) >= KNOWN < len(seen.blades)


def third(seen: InspectSeen, hurried: bool) -> str:
    """A third of the step, or two, are behind as another blade comes: it is said until that one has its word.

    Never in the step of the urgent request (`hurried`): whether care is kept there is what is looked at.
    """
    of = len(seen.blades)
    return "" if hurried else {-(-of // 3): "third", -(-2 * of // 3): "two_thirds"}.get(_behind(seen), "")


def asked_about(params: InspectParams, seen: InspectSeen, name: str) -> str:
    """The end of the key of a message: of one that asks about a blade, with what was done of it."""
    asks = next((h for h in params.day if h.does == "asks" and h.message == name), None)
    blade = next((b for b in seen.blades if asks is not None and b.id == asks.about), None)
    done = (blade.word or (APART if blade.tagged else "")) if blade is not None else ""
    return f"{name}.{done}" if done else name
