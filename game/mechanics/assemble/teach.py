"""What practice lays out for each gesture of riveting, and how a try turned out: matter says it, never a word alone."""

from collections.abc import Callable, Mapping

from game.mechanics.assemble.params import FAULTY_HEADS, WIDE_MM, Params
from game.mechanics.assemble.state import BEND_MDEG, HARMLESS_HEADS, HoleState, Rivet, State
from game.workshop import practice, teach
from game.workshop.acts import Args, word
from game.workshop.day import Emit
from game.workshop.practice import RIGHT
from game.workshop.written import Gesture
from scenarios.vocabulary import Event

FLOWS = tuple(Params.flows)
"""Sorts of gesture that go on with what the one before has left: the hole measured, the rivet in hand or set."""
LONGER_MM = 2
"""By how much the rivet of a mixed bin is too long, in a workshop whose day has none."""
TOO_HIGH_UM = 900
"""How far above the lines a head stands that practice shows as too high."""


def begin(state: State, args: Args, emit: Emit) -> bool:
    """Take a gesture in hand: the panel is bare but for what it needs, or as the gesture before it has left it."""
    follows = practice.goes_on(state, word(args, "id"))
    if not practice.begin_lesson(state, args, emit):
        return False
    gesture = state.params.gesture(state.lesson)
    assert gesture is not None
    if follows and gesture.does in FLOWS:
        return True
    state.hand, state.lever_hole, state.x, state.f, state.peak, state.jaw = None, "", 0, 0, 0, 0
    state.moved = False
    state.gauge_hole = state.check_hole = ""
    state.holes = {name: HoleState() for name in state.params.holes()}
    state.tagged, state.redo, state.closed_on = set(), set(), set()
    state.tags_left = state.params.tags
    state.used = dict.fromkeys(state.used, 0)
    teach.bare(state)
    lays = LAYS.get(gesture.does)
    if lays is not None:
        lays(state, gesture)
    return True


def _rivet(state: State, gesture: Gesture, *, bent: bool = False) -> Rivet:
    """The rivet that the hole of the gesture asks for."""
    spec = state.params.bin_for(state.stack_um(gesture.spot))
    return Rivet("P", spec.number, spec.look, spec.stem_mm, spec.lot, BEND_MDEG * bent, False)


def _set(state: State, gesture: Gesture, above_um: int, *, formed: bool) -> None:
    """A rivet stands in the hole of the gesture, its head so far above the middle of the lines."""
    rivet = _rivet(state, gesture)
    start = rivet.stem_mm * 1000 - state.stack_um(gesture.spot)
    height = state.target_um() + above_um if formed else start
    tool = state.params.squeezers[state.squeezer].id
    state.holes[gesture.spot] = HoleState(
        rivet, formed, height, start, state.target_um(), tool=tool, reported=formed, placed=1
    )


def _take(state: State, gesture: Gesture) -> None:
    """The hole has just been measured: its thickness is there to be read."""
    state.gauge_hole, state.gauge_tick = gesture.spot, state.tick


def _place(state: State, gesture: Gesture) -> None:
    state.hand = _rivet(state, gesture)


def _squeeze(state: State, gesture: Gesture) -> None:
    _set(state, gesture, 0, formed=False)
    state.lever_hole = gesture.spot


def _aside(state: State, gesture: Gesture) -> None:
    """A bent rivet is in the hand; once that was set aside, or where the sort is practised again, a straight one whose
    lot is not its bin's."""
    strange = gesture.id in state.params.again or 0 < state.goods < gesture.goods
    state.hand = _rivet(state, gesture, bent=not strange)
    if strange:
        state.hand.lot = next(lot for lot in state.params.other_lots if lot != state.hand.lot)


def _cord(state: State, gesture: Gesture) -> None:
    """In the hand a rivet out of the bin of the gesture, longer than what is written there: it is seen to be mixed."""
    state.hand = _rivet(state, gesture)
    state.hand.stem_mm += state.params.mixed.longer_mm if state.params.mixed is not None else LONGER_MM


def _high(state: State, gesture: Gesture) -> None:
    _set(state, gesture, TOO_HIGH_UM, formed=True)


def _heads(state: State, gesture: Gesture) -> None:
    """One good head, each kind to review, and each mark that matters to nobody, in a mixed order."""
    state.heads = [HARMLESS_HEADS[0], FAULTY_HEADS[0], "", *FAULTY_HEADS[1:3], *HARMLESS_HEADS[1:], FAULTY_HEADS[3]]


LAYS: Mapping[str, Callable[[State, Gesture], None]] = {
    **teach.LAYS,
    "take": _take,
    "place": _place,
    "squeeze": _squeeze,
    "turn": _squeeze,
    "gauge": _high,
    "aside": _aside,
    "cord": _cord,
    "redo": _high,
    "heads": _heads,
}


def _squeezed(state: State, gesture: Gesture, event: Event) -> str:
    above = int(event.data["h_um"]) - int(event.data["target_um"])
    if not event.data["formed"]:
        return "untouched"
    return RIGHT if abs(above) <= state.params.tolerance_um else "high" if above > 0 else "low"


def _taken(state: State, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["bin"] == state.params.bin_for(state.stack_um(gesture.spot)).number else "other"


def _in_place(state: State, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["hole"] == gesture.spot else "other"


def _signalled(state: State, gesture: Gesture, event: Event) -> str:
    """Tag and call together: one without the other goes on; a call about a sound hole is told at once."""
    about = str(event.data["about"])
    if about != gesture.spot:
        return "call_round" if _sound(state, about) else ""
    return RIGHT if about in state.tagged else "call_only"


def _tagged(state: State, gesture: Gesture, event: Event) -> str:
    """On the hole of the gesture one goes on; the tag of a sound one is taken off again, and it is told."""
    spot = str(event.data["object"])
    if not _sound(state, spot):
        return ""
    state.tagged.discard(spot)
    state.tags_left += 1
    return "round"


def _sound(state: State, spot: str) -> bool:
    """Whether it is a hole, and its edge is round."""
    return spot in state.holes and not state.odd(spot)


def _turned(state: State, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["fits"] else "wall"


def _marked(state: State, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["on"] else ""


def _spoiled(state: State, event: Event) -> str:
    """What is wrong with the rivet that was set."""
    rivet = state.holes[str(event.data["hole"])].rivet
    return "bent" if rivet is not None and rivet.bend_mdeg else "strange"


def _shown(state: State, gesture: Gesture, event: Event) -> str:
    """The plan is seen from the other side: whoever touches on the same side of the sheet has not turned it."""
    if event.data["hole"] == gesture.spot:
        return RIGHT
    middle = WIDE_MM / 2
    there, wanted = (state.params.hole(str(name)).x_mm - middle for name in (event.data["hole"], gesture.spot))
    return "mirror" if there * wanted < 0 else "other"


def _apart(state: State, gesture: Gesture, event: Event) -> str:
    """The bin that is mixed is tied off, then another is asked for; another bin is told at once."""
    mixed = event.data["bin"] == state.params.bin_for(state.stack_um(gesture.spot)).number
    return "other" if not mixed else RIGHT if event.kind == "exchange_bin" else ""


OUTCOMES: Mapping[tuple[str, str], Callable[[State, Gesture, Event], str]] = {
    **teach.OUTCOMES,
    ("plan", "pige_read"): _shown,
    ("cord", "isolate_bin"): _apart,
    ("cord", "exchange_bin"): _apart,
    ("read", "doc_open"): teach.opens("cut"),
    ("measure", "pige_read"): _in_place,
    ("take", "pick"): _taken,
    ("place", "place"): _in_place,
    ("squeeze", "head"): _squeezed,
    ("turn", "jaw"): _turned,
    ("turn", "head"): lambda state, gesture, event: "untouched",
    ("gauge", "check"): teach.always,
    ("aside", "isolate"): teach.always,
    ("aside", "place"): lambda state, gesture, event: _spoiled(state, event),
    ("tag", "call"): _signalled,
    ("tag", "tag"): _tagged,
    ("tag", "place"): lambda state, gesture, event: "other",
    ("redo", "redo"): _marked,
    ("heads", "head_verdict"): teach.judged,
}
"""(sort of gesture, kind of event) -> how it turned out."""
