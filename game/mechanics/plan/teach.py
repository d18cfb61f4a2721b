"""What practice lays out for each gesture of the store, and how a try turned out."""

from collections.abc import Callable, Mapping

from game.mechanics.plan.params import FLAWS, TRACES, pairs
from game.mechanics.plan.state import Pieces, PlanState
from game.workshop import teach
from game.workshop.acts import Args
from game.workshop.day import Emit
from game.workshop.practice import RIGHT
from game.workshop.written import Gesture
from scenarios.vocabulary import Event


def begin(state: PlanState, args: Args, emit: Emit) -> bool:
    """Take a gesture in hand: its bin is near, its kit on the bench, and nothing of the try before is left."""
    gesture, params = teach.taken_up(state, args, emit), state.params
    if gesture is None:
        return False
    state.hand, state.scanned = None, ""
    state.departed, state.aside, state.rejected = {}, [], 0
    state.left_in = {bin: params.store[bin].quantity for bin in params.store}
    state.faces, state.flaws, state.traces, state.picks = {}, {}, {}, 0
    state.hour, state.spent, state.again = 0, "", set()
    for kit in params.rounds[params.practice_round].kits:
        state.kits[kit] = [None] * len(params.kits[kit].slots)
    state.laid[params.practice_plan] = []
    state.kit = next(iter(params.rounds[params.practice_round].kits))
    state.aisle = params.store[gesture.spot].aisle if gesture.spot else params.aisles[0]
    lays = LAYS.get(gesture.does)
    if lays is not None:
        lays(state, gesture)
    return True


def _away(state: PlanState, gesture: Gesture) -> None:
    """One stands in another aisle than that of the part."""
    state.aisle = next(a for a in state.params.aisles if a != state.aisle)


def _in_hand(state: PlanState, gesture: Gesture) -> None:
    """As many as the list asks for are in the hand."""
    ref = state.params.store[gesture.spot].ref
    slots = state.params.kits[state.kit].slots
    state.hand = Pieces(gesture.spot, next((s.n for s in slots if s.ref == ref), 1))


def _flawed(state: PlanState, gesture: Gesture) -> None:
    """The first pick is torn, the next one only dusty."""
    state.flaws, state.traces = {0: FLAWS[0]}, {1: TRACES[0]}


def _whole(state: PlanState, gesture: Gesture) -> None:
    """Every slot is filled but that of the gesture's part, which is in the hand."""
    _in_hand(state, gesture)
    ref = state.params.store[gesture.spot].ref
    for n, slot in enumerate(state.params.kits[state.kit].slots):
        if slot.ref != ref:
            state.kits[state.kit][n] = Pieces(state.params.bins_of(slot.ref)[0], slot.n)


def _kits(state: PlanState, gesture: Gesture) -> None:
    state.heads = teach.mixed(state)


LAYS: Mapping[str, Callable[[PlanState, Gesture], None]] = {
    **teach.LAYS, "walk": _away, "fill": _in_hand, "aside": _flawed, "depart": _whole, "check": _kits,
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
    return "other" if bin.ref != asked.ref else RIGHT if event.data["n"] == asked.n else "number"


def _dated(state: PlanState, gesture: Gesture, event: Event) -> str:
    """The lot that ends first, of those still good today."""
    params = state.params
    bins = params.bins_of(params.store[gesture.spot].ref)
    good = [b for b in bins if params.store[b].until >= params.today]
    first = min(good, key=lambda b: params.store[b].until)
    return RIGHT if event.data["bin"] == first else "expired" if event.data["bin"] not in good else "later"


def _aside(state: PlanState, gesture: Gesture, event: Event) -> str:
    if event.kind == "isolate":
        return RIGHT if event.data["flaw"] else "sound"
    return "flawed" if event.data["flaw"] else ""


def _left(state: PlanState, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["whole"] else "early"


TOLD: Mapping[tuple[str, str], Callable[[PlanState, Gesture, Event], str]] = {
    **teach.TOLD,
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
    ("tag", "call"): teach.called,
    ("check", "head_verdict"): teach.judged,
}
"""(sort of gesture, kind of event) -> how it turned out."""
