"""What practice lays out for each gesture of the store, and how a try turned out."""

from collections.abc import Callable, Mapping

from game.mechanics.plan.params import FLAWS, TRACES, PlanParams, pairs
from game.mechanics.plan.state import Pieces, PlanState
from game.mechanics.plan.written import SENDS, TAKES
from game.workshop import teach
from game.workshop.acts import Args
from game.workshop.day import Emit
from game.workshop.practice import RIGHT
from game.workshop.written import Gesture
from scenarios.vocabulary import Event

LEAST_LOTS = 2
"""Lots in date that are left to choose between, once one of them is gone."""


def begin(state: PlanState, args: Args, emit: Emit) -> bool:
    """Take a gesture in hand: its bin is near, its kit on the bench as the gestures before have left it.

    So the strip goes on from gesture to gesture, and a try that is begun anew begins where the first one did.
    """
    gesture, params = teach.taken_up(state, args, emit), state.params
    if gesture is None:
        return False
    state.hand, state.scanned = None, ""
    state.departed, state.aside, state.rejected = {}, [], 0
    state.left_in = {bin: params.store[bin].quantity for bin in params.store}
    state.faces, state.flaws, state.traces, state.picks = {}, {}, {}, 0
    state.hour, state.spent, state.again = 0, "", set()
    kits = params.rounds[params.practice_round].kits
    state.kits |= {kit: [None] * len(foam.slots) for kit, foam in kits.items()}
    state.laid[params.practice_plan] = []
    state.kit, state.aisle = next(iter(kits)), params.aisles[0]
    if gesture.spot:
        _as_left(state, gesture)
    lays = LAYS.get(gesture.does)
    if lays is not None:
        lays(state, gesture)
    return True


def _as_left(state: PlanState, gesture: Gesture) -> None:
    """What the gestures before it leave when they are done right, and the way from each bin to the next."""
    for earlier in state.params.every[: state.params.every.index(gesture)]:
        if earlier.spot:
            _goes(state, earlier)
            LEAVES.get(earlier.does, _nothing)(state, earlier)
    if gesture.does != "walk":
        _goes(state, gesture)


def _goes(state: PlanState, gesture: Gesture) -> None:
    """To the bin of a gesture, with the kit that asks for what it holds; walking there takes its blocks."""
    params, bin = state.params, state.params.store[gesture.spot]
    if gesture.does == "walk":
        state.aisle = away(params, bin.aisle)
    state.spend(params.walk(state.aisle, bin.aisle), "w")
    state.aisle = bin.aisle
    state.kit = asking(params, gesture)


def asking(params: PlanParams, gesture: Gesture) -> str:
    """The kit of practice that asks for what the bin of a gesture holds, else the first one."""
    kits, ref = params.rounds[params.practice_round].kits, params.store[gesture.spot].ref
    return next((kit for kit, foam in kits.items() if ref in [slot.ref for slot in foam.slots]), next(iter(kits)))


def away(params: PlanParams, aisle: str) -> str:
    """The first aisle that is another one."""
    return next((other for other in params.aisles if other != aisle), aisle)


def _nothing(state: PlanState, gesture: Gesture) -> None:
    """Reading leaves all as it was."""


def _taken(state: PlanState, gesture: Gesture) -> None:
    """Taking one sort of pieces took a block."""
    state.spend(TAKES, "t")


def _filled_slot(state: PlanState, gesture: Gesture) -> None:
    """What was in the hand lies in its slot."""
    ref = state.params.store[gesture.spot].ref
    for n, slot in enumerate(state.params.kits[state.kit].slots):
        if slot.ref == ref:
            state.kits[state.kit][n] = Pieces(gesture.spot, slot.n)


def _laid(state: PlanState, gesture: Gesture) -> None:
    """What was taken lies in its slot."""
    _taken(state, gesture)
    _filled_slot(state, gesture)


def _sent(state: PlanState, gesture: Gesture) -> None:
    """The kit has left, with all that could be in it."""
    _others(state, gesture)
    _filled_slot(state, gesture)
    state.spend(SENDS, "d")
    state.departed[state.kit] = state.hour


def _tagged(state: PlanState, gesture: Gesture) -> None:
    """The red tag hangs, and the slot waits."""
    state.tagged.add(gesture.spot)
    state.tags_left -= 1


LEAVES: Mapping[str, Callable[[PlanState, Gesture], None]] = {
    "count": _laid, "fill": _filled_slot, "date": _laid, "aside": _taken, "depart": _sent, "tag": _tagged,
}  # fmt: skip
"""Sort of gesture -> what it leaves on the bench."""


def _away(state: PlanState, gesture: Gesture) -> None:
    """One stands in another aisle than that of the part."""
    state.aisle, state.kit = away(state.params, state.params.store[gesture.spot].aisle), asking(state.params, gesture)


def _in_hand(state: PlanState, gesture: Gesture) -> None:
    """As many as the list asks for are in the hand."""
    ref = state.params.store[gesture.spot].ref
    slots = state.params.kits[state.kit].slots
    state.hand = Pieces(gesture.spot, next((s.n for s in slots if s.ref == ref), 1))


def _flawed(state: PlanState, gesture: Gesture) -> None:
    """The first pick is torn, the next one only dusty."""
    state.flaws, state.traces = {0: FLAWS[0]}, {1: TRACES[0]}


def _one_empty(state: PlanState, gesture: Gesture) -> None:
    """The bin whose lot ends first is empty: an empty bin is met here before the exercise has one."""
    params = state.params
    good = [b for b in params.bins_of(params.store[gesture.spot].ref) if params.store[b].until >= params.today]
    if len(good) > LEAST_LOTS:
        state.left_in[min(good, key=lambda b: params.store[b].until)] = 0


def _others(state: PlanState, gesture: Gesture) -> None:
    """Every slot is filled but that of the gesture's part."""
    ref = state.params.store[gesture.spot].ref
    for n, slot in enumerate(state.params.kits[state.kit].slots):
        if slot.ref != ref and state.kits[state.kit][n] is None:
            state.kits[state.kit][n] = Pieces(state.params.bins_of(slot.ref)[0], slot.n)


def _whole(state: PlanState, gesture: Gesture) -> None:
    """Every slot is filled but that of the gesture's part, which is in the hand."""
    _in_hand(state, gesture)
    _others(state, gesture)


def _kits(state: PlanState, gesture: Gesture) -> None:
    state.heads = teach.mixed(state)


LAYS: Mapping[str, Callable[[PlanState, Gesture], None]] = {
    **teach.LAYS, "walk": _away, "fill": _in_hand, "date": _one_empty, "aside": _flawed, "depart": _whole,
    "tag": _others, "wait": _others, "check": _kits,
}  # fmt: skip


def _planned(state: PlanState, gesture: Gesture, event: Event) -> str:
    """Told once every bar is laid: each ends before its flag, or one does not."""
    plan = state.params.practice_plan
    right, laid = state.params.plans[plan].right(False), state.laid[plan]
    if len(laid) < len(right):
        return ""
    return RIGHT if pairs(laid, right) == len(right) * (len(right) - 1) // 2 else "late"


def _spot(state: PlanState, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["bin"] == gesture.spot else "elsewhere"


def _walked(state: PlanState, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["aisle"] == state.params.store[gesture.spot].aisle else "elsewhere"


def _filled(state: PlanState, gesture: Gesture, event: Event) -> str:
    """As many as the list asks for, of the right reference."""
    asked = state.params.kits[str(event.data["kit"])].slots[int(event.data["slot"])]
    bin = state.params.store[str(event.data["bin"])]
    if gesture.does == "fill":
        return RIGHT
    n = int(event.data["n"]) + int(event.data.get("onto", 0))
    return "other" if bin.ref != asked.ref else RIGHT if n == asked.n else "number"


def _dated(state: PlanState, gesture: Gesture, event: Event) -> str:
    """The lot that ends first, of those that lie there and are good today; a yellow label read before."""
    params = state.params
    if params.refs[params.store[str(event.data["bin"])].ref].yellow and not event.data["scanned"]:
        return "unread"
    bins = [str(event.data["bin"]), *(b for b in str(event.data["beside"]).split(",") if b)]
    good = [b for b in bins if params.store[b].until >= params.today]
    if event.data["bin"] not in good:
        return "expired"
    return RIGHT if event.data["bin"] == min(good, key=lambda b: params.store[b].until) else "later"


def _aside(state: PlanState, gesture: Gesture, event: Event) -> str:
    if event.kind == "isolate":
        return RIGHT if event.data["flaw"] else "sound"
    return "flawed" if event.data["flaw"] else ""


def _left(state: PlanState, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["whole"] else "early"


OUTCOMES: Mapping[tuple[str, str], Callable[[PlanState, Gesture, Event], str]] = {
    **teach.OUTCOMES,
    ("read", "doc_open"): teach.opens("plan"),
    ("plan", "lay"): _planned,
    ("walk", "walk"): _walked,
    ("scan", "scan"): _spot,
    ("count", "fill"): _filled,
    ("fill", "fill"): _filled,
    ("date", "take"): _dated,
    ("aside", "isolate"): _aside,
    ("aside", "fill"): _aside,
    ("depart", "depart"): _left,
    ("wait", "depart"): _left,
    ("tag", "call"): teach.called,
    ("check", "head_verdict"): teach.judged,
}
"""(sort of gesture, kind of event) -> how it turned out."""
