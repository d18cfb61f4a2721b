"""The state of any workshop: whole numbers and words, made once from the params and a seed. A mechanic adds its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import ClassVar

from game.simulation.rng import Stream
from game.simulation.task import Run
from game.workshop.params import WorkshopParams
from game.workshop.written import Happening, Phase

PRACTICE, DONE = "practice", "done"
"""Steps that no author writes: before the day, and after it."""


@dataclass(slots=True)
class PartState:
    angle: int
    face: int
    fixed: bool = False
    refused: bool = False
    turns: int = 0


@dataclass(slots=True)
class WorkshopState:
    """Everything that the next tick depends on, but what only one mechanic needs."""

    faults: ClassVar[Sequence[str]] = ()
    harmless: ClassVar[Sequence[str]] = ()
    """What is wrong with an object to judge, and what only looks so; a mechanic has its own."""
    judged: ClassVar[str] = "head"
    spot: ClassVar[str] = "hole"
    """The mechanic's words for an object to judge and for a place on the piece: its events and acts bear them."""

    params: WorkshopParams
    seed: int
    form: str
    clock: bool
    device: str
    phase: str
    tick: int = 0
    movement_tick: int = 0
    phase_tick: int = 0
    used: dict[int, int] = field(default_factory=dict)  # bin -> how many were taken
    isolated: set[int] = field(default_factory=set)
    exchanged: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    parts: dict[str, PartState] = field(default_factory=dict)
    tagged: set[str] = field(default_factory=set)
    redo: set[str] = field(default_factory=set)
    doc: str = "order"
    index: str = ""
    bell: bool = False
    rack_open: bool = False
    fod: set[str] = field(default_factory=set)
    fod_gone: set[str] = field(default_factory=set)
    heads: list[str] = field(default_factory=list)
    verdicts: dict[int, str] = field(default_factory=dict)
    reviewed: set[tuple[int, int]] = field(default_factory=set)  # (block, object) marked « to review »
    points: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    sheet: dict[str, str] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)  # what was counted and noted
    rejected: int = 0  # pieces in the red box
    searched: list[str] = field(default_factory=list)
    missing: bool = False
    tool_found: bool = False
    tags_left: int = 0
    hold_until: int = 0
    hold_acts: int = 0  # acts left of a wait that is measured in acts
    message: str = ""
    message_until: int = 0
    replies: tuple[str, ...] = ()
    asked: str = ""  # the happening that was answered last
    changeable: tuple[str, ...] = ()  # its replies, until the next act
    gate: str = ""
    gates: dict[str, str] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    last_act: dict[str, int] = field(default_factory=dict)
    lesson: str = ""  # the gesture that practice has set out
    outcome: str = ""  # how the last try turned out, "" while it goes on
    goods: int = 0  # how often the gesture in hand was right
    learnt: set[str] = field(default_factory=set)
    step: Phase | None = None  # the step in hand, None in practice and at the end
    due: tuple[Happening, ...] = ()  # what may still come in this step

    @property
    def movement(self) -> int:
        """0 in practice, then 1 and up; the last one when all is done."""
        return 0 if self.phase == PRACTICE else self.step.movement if self.step else self.params.phases[-1].movement

    @property
    def kind(self) -> str:
        """The sort of step in hand; "practice" or "done" outside of the day."""
        return self.step.kind if self.step else self.phase

    @property
    def closing(self) -> bool:
        """Whether things are counted and a sheet is signed: at the end of the job, and where practice teaches it."""
        gesture = self.params.gesture(self.lesson)
        return self.kind == "close" or (gesture is not None and gesture.does == "close")

    @property
    def zone(self) -> str:
        """The zone of the step of work in hand, "" in another one."""
        return self.step.zone if self.step else ""

    def open_now(self, zone: str) -> bool:
        """Whether a zone can be worked on now: the one in hand, or any in practice with its gestures."""
        return zone == self.zone if self.zone else self.phase == PRACTICE and bool(self.lesson)

    @property
    def block(self) -> int:
        """Which block of objects is judged now, from 1; 0 outside of such a step."""
        if self.step is None or self.step.kind != "judge":
            return 0
        return 1 + [p.id for p in self.params.phases if p.kind == "judge"].index(self.phase)

    @property
    def lost(self) -> str:
        """The tool that is looked for once it is missing: the day's; where closing is taught, that of the gesture."""
        gesture = self.params.gesture(self.lesson) if self.phase == PRACTICE else None
        return gesture.tool if gesture is not None and gesture.does == "close" else self.params.missing_tool

    def gone(self, tool: str) -> bool:
        """Whether a tool is nowhere to be seen: neither on the board nor on the bench."""
        return tool == self.lost and self.missing and not self.tool_found

    def stock(self) -> dict[str, int]:
        """What can be counted now, as it lies there, by the name of what is counted."""
        hanging = [t for t in self.params.tools if t.listed and t.id not in self.taken and not self.gone(t.id)]
        return {
            **{f"bin{b.number}": b.quantity - self.used[b.number] for b in self.params.bins},
            "red_box": self.rejected,
            "tags": self.tags_left,
            "tools": len(hanging),
            **{c.id: len(self.reviewed) for c in self.params.sheet if c.counts},
        }

    # What a mechanic answers.

    def progress(self, zone: str) -> int:
        """How many things of a zone are done: what sets the events of the day off."""
        return 0

    def busy(self) -> bool:
        """Whether the hand is in the middle of a gesture."""
        return False

    def understood(self) -> bool:
        """Whether the practice has shown what it was for."""
        return False

    def odd(self, spot: str) -> bool:
        """Whether a place on the piece is visibly not as it should be."""
        return False

    def swap_tool(self, tool: str) -> None:
        """Put another tool in the place of the one in use."""

    def begin_movement(self) -> None:
        """Draw what a movement offers."""

    def begin_step(self, emit: Callable[..., None]) -> None:
        """Lay out what a step works on, and write down what it shows."""

    def tool_for(self, need: str) -> str:
        """The tool that a sort of gesture needs, "" when it is in hand or none is needed."""
        tool = self.params.needs.get(need, "")
        return "" if tool in self.taken else tool


def begin(state: WorkshopState, run: Run) -> None:
    """Lay the shared part of a fresh state out: counters, parts, what lies about, what a practice knows."""
    params = state.params
    state.index = params.issues[0]
    state.used = {b.number: 0 for b in params.bins}
    state.parts = {p.id: PartState(p.start_angle, p.start_face) for p in params.parts}
    state.tags_left = params.tags
    state.fod = {f.id for f in params.fod if not f.foreign}
    state.points = dict.fromkeys(params.points, "")
    state.sheet = {c.id: "" for c in params.sheet}
    state.counts = dict.fromkeys([*(f"bin{b.number}" for b in params.bins), "red_box", "tags", "tools"], 0)
    if state.phase == PRACTICE:
        state.learnt = {g.id for g in params.practice if g.id in run.known}
        state.taken = {t.id for t in params.tools if t.listed or t.kind == "ppe"}
        for part in params.parts:
            state.parts[part.id] = PartState(part.angle, part.face, fixed=True)
    else:
        state.step = params.phases[0]
        state.phase = state.step.id
        if params.laid_out:
            state.taken = {t.id for t in params.tools if t.listed or t.kind == "ppe"}
            state.exchanged = {params.expired_tool}


def draw_heads(state: WorkshopState, block: int) -> None:
    """The objects of a block: a few faulty, a few with marks that matter to nobody."""
    stream = Stream(state.seed, f"{state.form}:{state.judged}s:{block}")
    n, faulty = state.params.heads_per_block, state.params.faulty_heads
    order = stream.sample(range(n), n)
    state.heads = [""] * n
    for at, place in enumerate(order[:faulty]):
        state.heads[place] = state.faults[at % len(state.faults)]
    for at, place in enumerate(order[faulty : faulty + 6]):
        state.heads[place] = state.harmless[at % len(state.harmless)]
    state.verdicts = {}


def canonical(value: object) -> object:
    """A set in a fixed order, so that a digest does not depend on how it was filled."""
    return sorted(value, key=str) if isinstance(value, set) else value


def whole(state: WorkshopState) -> list[object]:
    """Every field of a state in the order of declaration, but what the params say: what a digest is made of."""
    kind = type(state)
    names = _DIGESTED.get(kind)
    if names is None:
        names = _DIGESTED[kind] = tuple(f.name for f in fields(kind) if f.name not in ("params", "step", "due"))
    return [canonical(getattr(state, name)) for name in names]


_DIGESTED: dict[type[WorkshopState], tuple[str, ...]] = {}
"""The names of those fields, found once for each kind of state."""
