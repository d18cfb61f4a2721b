"""The state of the store: where one stands, what the hand holds, what each kit holds, how many blocks have gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from game.mechanics.plan.params import FAULTS, FLAWS, HARMLESS, TRACES, PlanParams
from game.mechanics.plan.written import Kit, Shelved, Slot
from game.simulation.rng import Stream
from game.simulation.task import Run
from game.workshop.state import PRACTICE, WorkshopState, begin


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of one bin, in the hand or in a slot; `flaw` is what is wrong with them, `trace` what only looks so."""

    bin: str
    n: int
    flaw: str = ""
    trace: str = ""

    def each(self) -> tuple["Pieces", ...]:
        """What lies in a slot, laid first to last; each part of it comes out again by itself, the last one first."""
        return (self,)

    @property
    def total(self) -> int:
        """How many pieces a slot holds, of whichever bins."""
        return sum(part.n for part in self.each())


@dataclass(frozen=True, slots=True)
class Completed(Pieces):
    """Pieces that complete a place: `under`, what lay in it before, of the same bin or of another one."""

    under: Pieces = field(kw_only=True)

    def each(self) -> tuple[Pieces, ...]:
        return (*self.under.each(), Pieces(self.bin, self.n, self.flaw, self.trace))


@dataclass(slots=True)
class PlanState(WorkshopState):
    """Everything that the next tick depends on."""

    faults: ClassVar[Sequence[str]] = FAULTS
    harmless: ClassVar[Sequence[str]] = HARMLESS
    spot: ClassVar[str] = "bin"

    params: PlanParams
    faces: dict[str, str] = field(default_factory=dict)  # bin -> the author's bin whose lot it holds
    left_in: dict[str, int] = field(default_factory=dict)  # bin -> pieces in it
    aisle: str = ""
    visit: int = 0  # how many times an aisle was gone to
    hour: int = 0  # blocks gone in the step in hand
    spent: str = ""  # each block of the step, one letter: w walked, t taken, d departed
    hand: Pieces | None = None
    kit: str = ""  # the kit on the bench
    kits: dict[str, list[Pieces | None]] = field(default_factory=dict)
    lane: tuple[str, ...] = ()  # the order in which the kits stand since they were moved
    departed: dict[str, int] = field(default_factory=dict)  # kit -> the block at which it left
    scanned: str = ""  # the bin whose label was read last
    scanner: str = ""
    picks: int = 0  # in the step in hand
    again: set[str] = field(default_factory=set)  # bins of which pieces went under key: others cost no block
    flaws: dict[int, str] = field(default_factory=dict)  # which pick of the step in hand is flawed, and how
    traces: dict[int, str] = field(default_factory=dict)
    laid: dict[str, list[str]] = field(default_factory=dict)  # plan -> bars on its strip
    met: dict[str, list[int]] = field(default_factory=dict)  # kit -> slots that were filled once: what progress counts
    aside: list[tuple[str, str]] = field(default_factory=list)  # (reference, flaw) of what was set aside

    def lot(self, bin: str) -> Shelved:
        """What a bin holds: its lot, date and paper change places among bins of one reference."""
        return self.params.store[self.faces.get(bin, bin)]

    def shape(self, bin: str) -> str:
        return self.params.refs[self.params.store[bin].ref].shape

    def plan(self) -> str:
        """The plan of the step in hand, "" in another one."""
        return self.step_zone() if self.step_zone() in self.params.plans else ""

    def round(self) -> str:
        """The kits of the step in hand, "" in another one."""
        return self.step_zone() if self.step_zone() in self.params.rounds else ""

    def step_zone(self) -> str:
        """The zone of the step; in practice, that of the gesture."""
        if self.phase != PRACTICE:
            return self.zone
        gesture = self.params.gesture(self.lesson)
        if gesture is None:
            return ""
        return self.params.practice_plan if gesture.does == "plan" else self.params.practice_round

    def open_kits(self) -> dict[str, Kit]:
        """Kits of the step, in the order in which they are shown: that of one's own plan, then the author's."""
        kits = self.params.rounds[self.round()].kits if self.round() else {}
        planned = [bar for bars in (self.lane, *self.laid.values()) for bar in bars if bar in kits]
        return {name: kits[name] for name in (*dict.fromkeys(planned), *(k for k in kits if k not in planned))}

    def excused(self, slot: Slot) -> bool:
        """Whether a slot waits for somebody's answer: every bin of its reference bears a red tag."""
        return set(self.params.bins_of(slot.ref)) <= self.tagged

    def done(self, kit: str) -> bool:
        """Whether each slot of a kit holds something or waits for an answer."""
        slots = self.params.kits[kit].slots
        return all(held or self.excused(slot) for held, slot in zip(self.kits[kit], slots, strict=True))

    def bars(self, plan: str) -> list[str]:
        """Bars that can be laid: an order that nobody has given yet is not among them."""
        revised = self.bell
        return [name for name, bar in self.params.plans[plan].bars.items() if bar.due or (revised and bar.new_due)]

    def spend(self, blocks: int, letter: str) -> None:
        """Blocks go by, each with its letter on the strip."""
        self.hour += blocks
        self.spent += letter * blocks

    # What the workshop asks.

    def progress(self, zone: str) -> int:
        """Bars laid of a plan, slots met of the kits of a step."""
        if zone in self.params.plans:
            return len(self.laid[zone])
        return sum(len(self.met[kit]) for kit in self.params.rounds[zone].kits) if zone in self.params.rounds else 0

    def done_of(self) -> tuple[int, int]:
        """Kits that have left, of those of the whole day."""
        practised = self.params.rounds[self.params.practice_round].kits
        day = [kit for kit in self.params.kits if kit not in practised]
        return sum(kit in self.departed for kit in day), len(day)

    def complete(self) -> int:
        """Kits of the day that have left and lack nothing, but what is there to be told of."""
        practised = self.params.rounds[self.params.practice_round].kits
        return sum(self._lacks_nothing(kit) for kit in self.departed if kit not in practised)

    def _lacks_nothing(self, kit: str) -> bool:
        """Whether each slot holds something; one may be empty whose box is crushed or whose paper is not signed."""
        slots = self.params.kits[kit].slots
        return all(held or slot.ref in self.params.told_of for held, slot in zip(self.kits[kit], slots, strict=True))

    def odd(self, spot: str) -> bool:
        return self.params.store[spot].odd

    def busy(self) -> bool:
        return self.hand is not None

    def begin_step(self, emit: Callable[..., None]) -> None:
        """An empty bench and a fresh strip; which bin holds which lot is written down. Most picks bear some trace."""
        self.kit, self.hand, self.scanned = "", None, ""
        self.hour, self.spent, self.picks, self.again = 0, "", 0, set()
        self.flaws = self.traces = {}
        name = self.round()
        if not name or self.phase == PRACTICE:
            return
        kitting = self.params.rounds[name]
        # By the step's place, never by its name: an author's word moves no chance.
        stream = Stream(self.seed, f"{self.form}:picks:{list(self.params.rounds).index(name)}")
        places = range(kitting.picks - kitting.flawed + 1)
        flawed = apart(stream.sample(places, kitting.flawed)) if kitting.flawed else []
        sound = [rank for rank in stream.sample(range(kitting.picks), kitting.picks) if rank not in flawed]
        self.flaws = {rank: FLAWS[n % len(FLAWS)] for n, rank in enumerate(flawed)}
        self.traces = {rank: TRACES[n % len(TRACES)] for n, rank in enumerate(sound)}
        for bin in self.params.store:
            emit("dealt", bin=bin, face=self.faces[bin])

    def swap_tool(self, tool: str) -> None:
        """Another scanner; meanwhile the trolleys were moved: they stand otherwise, and none is on the bench.

        So what was about to be done to the kit that stood there is never done to another one.
        """
        self.scanner, self.scanned = tool, ""
        others = [kit for kit in self.open_kits() if kit not in self.departed and kit != self.kit]
        middle = len(others) // 2
        self.lane = (*others[:middle], *((self.kit,) if self.kit else ()), *others[middle:])
        self.kit = ""

    def stock(self) -> dict[str, int]:
        """Bins that are counted, beside what every workshop counts."""
        there = super(PlanState, self).stock()
        return {**{name: self.left_in[name] for name in self.params.counted}, **there}


def fresh(params: PlanParams, run: Run) -> PlanState:
    """The state before the first tick. Same arguments, same state."""
    state = PlanState(params, run.seed, run.form, run.clock, run.device, run.phase)
    begin(state, run)
    state.counts = {**dict.fromkeys(params.counted, 0), **state.counts}
    state.aisle, state.scanner = params.aisles[0], params.scanners[0]
    state.faces = dealt(params, run.seed, run.form)
    state.left_in = {bin: params.store[state.faces[bin]].quantity for bin in params.store}
    state.laid = {name: [] for name in params.plans}
    state.kits = {name: [None] * len(kit.slots) for name, kit in params.kits.items()}
    state.met = {name: [] for name in params.kits}
    return state


def apart(drawn: Sequence[int]) -> list[int]:
    """Places drawn from so many fewer, in the order of the draw, set apart: no two of them follow each other.

    What is taken in the place of a flawed piece is never flawed.
    """
    behind = {place: n for n, place in enumerate(sorted(drawn))}
    return [place + behind[place] for place in drawn]


def dealt(params: PlanParams, seed: int, form: str) -> dict[str, str]:
    """Which bin holds which lot: bins of one reference change lots among themselves; what is to be told of stays."""
    faces = {name: name for name in params.store}
    for n, ref in enumerate(params.refs):
        names = [name for name in params.bins_of(ref) if not params.store[name].kept]
        lots = Stream(seed, f"{form}:lots:{n}").sample(names, len(names))
        faces |= dict(zip(names, lots, strict=True))
    return faces
