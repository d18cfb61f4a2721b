"""How the heads stand once their step is over, read from the events alone: nothing of it can be changed any more.

Two questions, never mixed. Of a block whose day goes on: what the matter told of each head as the tool left it, and
nothing more (no length, no lot, no hole: those can still be asked). Of the whole piece, once no rivet can be set any
more: whether each stands there as the order wants it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from game.mechanics.assemble.motions import feel
from game.mechanics.assemble.params import Params
from scenarios.vocabulary import Event

LIGHT, SEEN, MATT = "light", "seen", "matt"
"""How a head answers the hand that passes: it takes the light; it does not, and was marked to redo; it stays matt."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A head under the hand that passes: its hole, and how it answers."""

    hole: str
    way: str
    formed: bool = True  # a rivet that the tool has not formed has no head yet


@dataclass(slots=True)
class _RivetSet:
    """A rivet in its hole, as the events tell it."""

    place: Event
    at: int  # where in the events it was set
    pick: Event | None
    head: Event | None = None


def of_block(events: Sequence[Event], params: Params, zone: str) -> tuple[Standing, ...]:
    """The rivets of a zone in the order they were set: what the matter told of each when the tool left it last."""
    there = {hole: it for hole, it in _set(events).items() if it.place.data["zone"] == zone}
    marked = _marked(events)
    return tuple(Standing(hole, _way(_felt(it, params), hole in marked), _formed(it)) for hole, it in there.items())


def of_piece(events: Sequence[Event], params: Params) -> tuple[Standing, ...]:
    """Every rivet of the piece in the order they were set: whether it stands there as the order wants it."""
    revises = params.first("revises")
    bells = [n for n, e in enumerate(events) if revises and e.kind == "bell" and e.data.get("event") == revises.id]
    bell = bells[0] if bells else len(events)
    again = frozenset(revises.redo) if revises is not None and bells else frozenset()
    marked = _marked(events)
    ways = []
    for hole, it in _set(events).items():
        kept = _within(it, params) and _fits(it, params, bell) and not (hole in again and it.at < bell)
        ways.append(Standing(hole, _way(kept, hole in marked), _formed(it)))
    return tuple(ways)


def without_head(events: Sequence[Event], holes: Iterable[str]) -> tuple[int, int]:
    """How many of these holes have no formed head: those that bear no tag, and those that bear one.

    Whether a hole was rightly left is not asked: nothing says which.
    """
    there = _set(events)
    bare = [hole for hole in holes if hole not in there or not _formed(there[hole])]
    tags = {str(e.data["object"]) for e in events if e.kind == "tag"}
    tagged = sum(hole in tags for hole in bare)
    return len(bare) - tagged, tagged


def _way(stands: bool, marked: bool) -> str:
    return LIGHT if stands else SEEN if marked else MATT


def _felt(it: _RivetSet, params: Params) -> bool:
    """Whether the matter said that this head is good, as it is answered when the tool leaves it."""
    return it.head is not None and _formed(it) and feel(it.head, params) == "right"


def _formed(it: _RivetSet) -> bool:
    """Whether the tool has formed a head on this rivet."""
    return it.head is not None and bool(it.head.data["formed"])


def _within(it: _RivetSet, params: Params) -> bool:
    """Whether this head is good by the lines of the day, which may not be those that were drawn: asked of the piece."""
    if it.head is None or not it.head.data["formed"] or it.head.data["traces"]:
        return False
    return abs(int(it.head.data["h_um"]) - int(it.head.data["target_um"])) <= params.tolerance_um


def _fits(it: _RivetSet, params: Params, bell: int) -> bool:
    """Whether it is a sound rivet, of the length that the order gives there, in a sound hole; `bell`: the change."""
    hole = params.hole(str(it.place.data["hole"]))
    stack = hole.e_b_um if it.at > bell and hole.e_b_um else hole.e_um
    if hole.oval or it.pick is None or it.place.data["stem"] != params.stem_for(stack):
        return False
    drawn = it.pick.data
    spoiled = drawn["bend_mdeg"] or drawn["nick"] or drawn["lot"] != drawn["bin_lot"]
    return not spoiled and drawn["stem"] == drawn["true_stem"]


def _set(events: Sequence[Event]) -> dict[str, _RivetSet]:
    """What stands in the holes, in the order it was set."""
    picks: dict[str, Event] = {}
    there: dict[str, _RivetSet] = {}
    for at, event in enumerate(events):
        if event.kind == "pick":
            picks[str(event.data["rivet"])] = event
        elif event.kind == "place":
            there[str(event.data["hole"])] = _RivetSet(event, at, picks.get(str(event.data["rivet"])))
        elif event.kind == "take_out":
            there.pop(str(event.data["hole"]), None)
        elif event.kind in ("head", "regrip") and event.data["hole"] in there:
            # A head that is formed further is no more what it was.
            there[str(event.data["hole"])].head = event if event.kind == "head" else None
    return there


def _marked(events: Sequence[Event]) -> frozenset[str]:
    """The holes that bear the mark « to redo » at the end; one whose rivet was taken out bears none."""
    on: set[str] = set()
    for event in events:
        if event.kind == "redo":
            (on.add if event.data["on"] else on.discard)(str(event.data["hole"]))
        elif event.kind == "take_out":
            on.discard(str(event.data["hole"]))
    return frozenset(on)
