"""The state of `assemble@1`: what riveting adds to that of any workshop."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from game.mechanics.assemble.params import FAULTY_HEADS, Params
from game.simulation.rng import Stream
from game.simulation.task import Run
from game.workshop.state import PRACTICE, WorkshopState, begin, canonical

HARMLESS_HEADS = ("reflection", "drip", "pencil")
BEND_MDEG = 6000
"""How far a bent rivet is bent."""
FOREIGN_AMONG = 5
"""Foreign rivets come among so many first picks of the mixed bin."""
FAULTS = ("bent", "nick", "lot")


@dataclass(slots=True)
class Rivet:
    id: str
    bin: int
    look: str
    stem_mm: int  # what it really is
    lot: str
    bend_mdeg: int
    nick: bool


@dataclass(slots=True)
class HoleState:
    rivet: Rivet | None = None
    formed: bool = False
    h_um: int = 0
    start_um: int = 0
    target_um: int = 0
    traces: int = 0
    pulls: int = 0
    v_contact: int = -1
    tool: str = ""
    reported: bool = False
    placed: int = 0  # rank among all rivets placed, from 1


@dataclass(slots=True)
class State(WorkshopState):
    """Everything that the next tick depends on."""

    faults: ClassVar[Sequence[str]] = FAULTY_HEADS
    harmless: ClassVar[Sequence[str]] = HARMLESS_HEADS

    params: Params
    holes: dict[str, HoleState] = field(default_factory=dict)
    hand: Rivet | None = None
    lever_hole: str = ""
    x: int = 0
    f: int = 0
    jaw: int = 0
    moved: bool = False  # the lever was moved on the rivet under the tool, or it had been left before
    closed_on: set[str] = field(default_factory=set)
    pulling: bool = False
    peak: int = 0
    recent_x: list[int] = field(default_factory=lambda: [0] * 6)
    squeezer: int = 0
    gauge_hole: str = ""
    gauge_tick: int = 0
    check_hole: str = ""
    calibre: str = ""
    picks: int = 0
    movement_picks: int = 0
    bin_picks: dict[int, int] = field(default_factory=dict)
    faulty: dict[int, str] = field(default_factory=dict)  # rank in the movement -> kind
    foreign: set[int] = field(default_factory=set)  # ranks of the mixed bin in its movement
    placed: int = 0
    red: list[Rivet] = field(default_factory=list)  # what lies in the red box, as it is
    gone_bin: str = ""  # the rivet that was in hand as its bin left for the store

    def zone_of(self, hole: str) -> str:
        return next(name for name, zone in self.params.zones.items() if hole in zone.holes)

    def stack_um(self, hole: str) -> int:
        """What is clamped there now: the revision may change it."""
        spec = self.params.hole(hole)
        return spec.e_b_um if self.bell and spec.e_b_um else spec.e_um

    def target_um(self) -> int:
        return self.params.target_b_um if self.bell else self.params.target_um

    # What the workshop asks.

    def target_shown_um(self) -> int:
        """The height (um) that the order in hand gives: the new one once the revised order is the open one."""
        return self.params.target_b_um if self.index == self.params.issues[1] else self.params.target_um

    def progress(self, zone: str) -> int:
        """Rivets set in a zone."""
        holes = self.holes
        return sum([holes[name].rivet is not None for name in self.params.zones[zone].holes]) if zone else 0

    def busy(self) -> bool:
        return bool(self.lever_hole)

    def understood(self) -> bool:
        """Two heads formed, and the tool put down."""
        return not self.lever_hole and sum(1 for h in self.holes.values() if h.formed) >= 2

    def odd(self, spot: str) -> bool:
        return self.params.hole(spot).oval

    def swap_tool(self, tool: str) -> None:
        self.squeezer = [s.id for s in self.params.squeezers].index(tool)

    def begin_movement(self) -> None:
        draw_rivets(self, self.movement)


def fresh(params: Params, run: Run) -> State:
    """The state before the first tick. Same arguments, same state."""
    state = State(params, run.seed, run.form, run.clock, run.device, run.phase)
    begin(state, run)
    state.calibre = params.calibres[0]
    state.holes = {name: HoleState() for name in params.holes()}
    if run.phase != PRACTICE:
        draw_rivets(state, 1)
    return state


def draw_rivets(state: State, movement: int) -> None:
    """Which picks of a movement give a faulty rivet, and which of the mixed bin a foreign one."""
    stream = Stream(state.seed, f"{state.form}:rivets:{movement}")
    n = state.params.faulty_per_movement
    ranks = stream.sample(range(1, state.params.faulty_among + 1), n)
    # The sorts go on in turn from one movement to the next, so that none is left out of a day of few.
    state.faulty = {rank: FAULTS[(at + n * (movement - 1)) % len(FAULTS)] for at, rank in enumerate(ranks)}
    state.movement_picks = 0
    state.bin_picks = {}
    state.foreign = set()
    mixed = state.params.mixed
    if mixed is not None and movement == mixed.movement:
        state.foreign = set(stream.sample(range(FOREIGN_AMONG), mixed.foreign))


def next_rivet(state: State, number: int) -> Rivet:
    """The rivet that comes out of a bin now."""
    spec, mixed = state.params.bin(number), state.params.mixed
    state.picks += 1
    state.movement_picks += 1
    rank = state.bin_picks.get(number, 0)
    state.bin_picks[number] = rank + 1
    state.used[number] += 1
    rivet = Rivet(f"R{state.picks}", number, spec.look, spec.stem_mm, spec.lot, 0, False)
    if mixed and number == mixed.bin and rank in state.foreign and f"bin{number}" not in state.exchanged:
        rivet.stem_mm += mixed.longer_mm
        # A fault due at this pick comes with the next one: as many are offered as the rules count.
        late = state.faulty.pop(state.movement_picks, "")
        if late:
            state.faulty[next(n for n in itertools.count(state.movement_picks + 1) if n not in state.faulty)] = late
        return rivet
    kind = state.faulty.pop(state.movement_picks, "") if state.phase != PRACTICE else ""
    if kind == "bent":
        rivet.bend_mdeg = BEND_MDEG
    elif kind == "nick":
        rivet.nick = True
    elif kind == "lot":
        strange = [lot for lot in state.params.other_lots if lot != spec.lot] or state.params.other_lots
        rivet.lot = Stream(state.seed, f"lot:{state.picks}").pick(strange)
    return rivet


DIGESTED = (
    "seed", "form", "clock", "device", "phase", "tick", "movement_tick", "holes", "hand", "used", "isolated",
    "exchanged", "taken", "parts", "lever_hole", "x", "f", "jaw", "closed_on", "pulling", "peak", "recent_x",
    "squeezer", "doc", "index", "bell", "rack_open", "gauge_hole", "gauge_tick", "check_hole", "calibre", "fod",
    "fod_gone", "picks", "movement_picks", "bin_picks", "faulty", "foreign", "heads", "verdicts", "reviewed",
    "points", "counts", "sheet", "searched", "missing", "tool_found", "tags_left", "hold_until", "message",
    "message_until", "replies", "gate", "gates", "placed", "fired", "last_act",
)  # fmt: skip
"""What the digest is made of, in the order that stored runs were made with."""


def digested(state: State) -> list[object]:
    """The state in the form that every stored run was digested in: marks stand with their hole, messages in full."""
    return [DIGEST_FORMS[name](state) if name in DIGEST_FORMS else canonical(getattr(state, name)) for name in DIGESTED]


EMPTY = HoleState()
_EMPTY = repr(EMPTY)
"""Most holes of most moments: written once."""


def _hole(state: State, name: str) -> str:
    hole = state.holes[name]
    plain = repr(hole) if hole.rivet is not None or hole != EMPTY else _EMPTY
    marks = f"tagged={name in state.tagged}, redo={name in state.redo}, placed="
    return plain.replace("placed=", marks)


class _HolesWritten(dict[str, str]):
    """Written as the holes themselves would be: names quoted, what stands there not."""

    def __repr__(self) -> str:
        return "{" + ", ".join(f"{name!r}: {hole}" for name, hole in self.items()) + "}"


def _holes(state: State) -> object:
    return _HolesWritten((name, _hole(state, name)) for name in state.holes)


def _message(state: State) -> object:
    return f"assemble.message.{state.message}" if state.message else ""


DIGEST_FORMS: Mapping[str, Callable[[State], object]] = {"holes": _holes, "message": _message}
