"""The whole state of `assemble@1`: whole numbers and words, made once from the params and a seed."""

import itertools
from dataclasses import dataclass, field

from game.mechanics.assemble.params import Params
from game.simulation.rng import Stream

PHASES = ("prepare", "A", "heads1", "B", "D", "heads2", "points", "close", "done")
MOVEMENT = {"practice": 0, "prepare": 1, "A": 1, "heads1": 2, "B": 2, "D": 3, "heads2": 3, "points": 3, "close": 3}
FAULTY_HEADS = ("cocked", "gap", "crushed", "mark")
HARMLESS_HEADS = ("reflection", "drip", "pencil")
OTHER_LOTS = ("C3", "V9", "T5")


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
    tagged: bool = False
    redo: bool = False
    placed: int = 0  # rank among all rivets placed, from 1


@dataclass(slots=True)
class PartState:
    angle: int
    face: int
    fixed: bool = False
    refused: bool = False
    turns: int = 0


@dataclass(slots=True)
class State:
    """Everything that the next tick depends on."""

    params: Params
    seed: int
    form: str
    clock: bool
    device: str
    phase: str
    tick: int = 0
    movement_tick: int = 0
    holes: dict[str, HoleState] = field(default_factory=dict)
    hand: Rivet | None = None
    used: dict[int, int] = field(default_factory=dict)  # bin -> rivets taken
    isolated: set[int] = field(default_factory=set)
    exchanged: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    parts: dict[str, PartState] = field(default_factory=dict)
    lever_hole: str = ""
    x: int = 0
    f: int = 0
    jaw: int = 0
    closed_on: set[str] = field(default_factory=set)
    pulling: bool = False
    peak: int = 0
    recent_x: list[int] = field(default_factory=lambda: [0] * 6)
    squeezer: int = 0
    doc: str = "order"
    index: str = "A"
    bell: bool = False
    rack_open: bool = False
    gauge_hole: str = ""
    gauge_tick: int = 0
    check_hole: str = ""
    calibre: str = "A"
    fod: set[str] = field(default_factory=set)
    fod_gone: set[str] = field(default_factory=set)
    picks: int = 0
    movement_picks: int = 0
    bin_picks: dict[int, int] = field(default_factory=dict)
    faulty: dict[int, str] = field(default_factory=dict)  # rank in the movement -> kind
    foreign: set[int] = field(default_factory=set)  # ranks of bin 2 in movement 2
    heads: list[str] = field(default_factory=list)
    verdicts: dict[int, str] = field(default_factory=dict)
    reviewed: set[tuple[int, int]] = field(default_factory=set)  # (block, head) marked « to review », both blocks
    points: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    sheet: dict[str, str] = field(default_factory=dict)
    searched: list[str] = field(default_factory=list)
    missing: bool = False
    found: bool = False
    tags_left: int = 0
    hold_until: int = 0
    message: str = ""
    message_until: int = 0
    replies: tuple[str, ...] = ()
    gate: str = ""
    gates: dict[str, str] = field(default_factory=dict)
    placed: int = 0
    fired: set[str] = field(default_factory=set)
    last_act: dict[str, int] = field(default_factory=dict)

    @property
    def movement(self) -> int:
        return MOVEMENT.get(self.phase, 3)

    def zone_of(self, hole: str) -> str:
        return next(name for name, zone in self.params.zones.items() if hole in zone.holes)

    def stack_um(self, hole: str) -> int:
        """What is clamped there now: the doubler of revision B is thicker."""
        spec = self.params.holes()[hole]
        return spec.e_b_um if self.bell and spec.e_b_um else spec.e_um

    def target_um(self) -> int:
        return self.params.target_b_um if self.bell else self.params.target_um


def fresh(params: Params, seed: int, form: str, *, phase: str, clock: bool, device: str) -> State:
    """The state before the first tick. Same arguments, same state."""
    state = State(params, seed, form, clock, device, "practice" if phase == "practice" else "prepare")
    state.holes = {name: HoleState() for name in params.holes()}
    state.used = {b.number: 0 for b in params.bins}
    state.parts = {p.id: PartState(p.start_angle, p.start_face) for p in params.parts}
    state.tags_left = params.tags
    state.fod = {f.id for f in params.fod if not f.foreign}
    state.points = dict.fromkeys(params.points, "")
    state.sheet = {c.id: "" for c in params.sheet}
    state.counts = dict.fromkeys([*(f"bin{b.number}" for b in params.bins), "red_box", "tags", "tools"], 0)
    if phase == "practice":
        state.taken = {t.id for t in params.tools if t.listed or t.kind == "ppe"}
        for part in params.parts:
            state.parts[part.id] = PartState(part.angle, part.face, fixed=True)
    else:
        draw_rivets(state, 1)
    return state


def draw_rivets(state: State, movement: int) -> None:
    """Which picks of a movement give a faulty rivet, and which of bin 2 a foreign one."""
    stream = Stream(state.seed, f"{state.form}:rivets:{movement}")
    ranks = stream.sample(range(1, 8), state.params.faulty_per_movement)
    state.faulty = {rank: ("bent", "nick", "lot")[at % 3] for at, rank in enumerate(ranks)}
    state.movement_picks = 0
    state.bin_picks = {}
    state.foreign = set()
    if movement == 2:
        state.foreign = set(stream.sample(range(5), state.params.foreign_in_bin))


def draw_heads(state: State, block: int) -> None:
    """The heads of the morning team: a few faulty, a few with marks that matter to nobody."""
    stream = Stream(state.seed, f"{state.form}:heads:{block}")
    n = state.params.heads_per_block
    order = stream.sample(range(n), n)
    state.heads = [""] * n
    for at, place in enumerate(order[: state.params.faulty_heads]):
        state.heads[place] = FAULTY_HEADS[at % len(FAULTY_HEADS)]
    for at, place in enumerate(order[state.params.faulty_heads : state.params.faulty_heads + 6]):
        state.heads[place] = HARMLESS_HEADS[at % len(HARMLESS_HEADS)]
    state.verdicts = {}


def next_rivet(state: State, number: int) -> Rivet:
    """The rivet that comes out of a bin now."""
    spec = next(b for b in state.params.bins if b.number == number)
    state.picks += 1
    state.movement_picks += 1
    rank = state.bin_picks.get(number, 0)
    state.bin_picks[number] = rank + 1
    state.used[number] += 1
    rivet = Rivet(f"R{state.picks}", number, spec.look, spec.stem_mm, spec.lot, 0, False)
    mixed = number == state.params.mixed_bin().number and f"bin{number}" not in state.exchanged
    if mixed and rank in state.foreign and state.movement == 2:
        rivet.stem_mm += 2
        # A fault due at this pick comes with the next one: as many are offered as the rules count.
        late = state.faulty.pop(state.movement_picks, "")
        if late:
            state.faulty[next(n for n in itertools.count(state.movement_picks + 1) if n not in state.faulty)] = late
        return rivet
    kind = state.faulty.pop(state.movement_picks, "") if state.phase != "practice" else ""
    if kind == "bent":
        rivet.bend_mdeg = 6000
    elif kind == "nick":
        rivet.nick = True
    elif kind == "lot":
        rivet.lot = Stream(state.seed, f"lot:{state.picks}").pick(OTHER_LOTS)
    return rivet
