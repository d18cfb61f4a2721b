"""Under what a run was played, as far as its packet says: how the seat kept time, which versions read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from export.store.archive import StoredRun
from game.simulation.trace import Trace, TraceError, from_bytes
from scoring.rules import EvidenceRule
from scoring.types import Observation

SLOW_MS = 17
"""The median from which most frames are late for a screen of 60 a second."""
STOPS_SHARE = 0.01
"""Share of frames over 50 ms from which what is pointed at is seen to stop."""
MOST_FIGURE, MOST_NAME = 10**9, 40


@dataclass(frozen=True, slots=True)
class SeatTime:
    """How a seat drew one exercise: frames, the median of their work in whole ms, and how many took 51 ms or more."""

    frames: int
    median_ms: int
    stops: int

    @property
    def slow(self) -> bool:
        """Whether most frames were late."""
        return self.median_ms >= SLOW_MS

    @property
    def stopped(self) -> bool:
        """Whether it stopped often enough to be seen."""
        return self.stops > STOPS_SHARE * self.frames


@dataclass(frozen=True, slots=True)
class Passport:
    """What read a run and what played it: version of the rules, of the scale, of the engine and of the mechanic, "" for
    what the packet does not say."""

    rules: str
    scale: str
    engine: str
    mechanic: str
    capped: bool = False
    """Whether the exercise had ceilings; what they cut off is missing, and never low."""


def seat_of(header: Mapping[str, Any]) -> SeatTime | None:
    """What the head of a trace says of its seat; None where it says nothing, or nothing that can be."""
    seat = header.get("seat")
    figures = [seat.get(name) for name in ("frames", "median_ms", "over_50_ms")] if isinstance(seat, dict) else []
    whole = [n for n in figures if isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= MOST_FIGURE]
    if len(whole) != 3 or not 0 < whole[0] >= whole[2]:
        return None
    return SeatTime(*whole)


def trace_in(packed: bytes) -> Trace | str:
    """The trace of a stored run; else the key of why there is none to read."""
    if not packed:
        return "tower.why.no_trace"
    try:
        return from_bytes(packed)
    except TraceError as error:
        return error.key


def passport_of(run: StoredRun, header: Mapping[str, Any]) -> Passport | None:
    """The versions of a run, as its packet and the head of its trace say them; None where it cannot be opened."""
    if run.played is None or run.body is None:
        return None
    engine, mechanic = (
        value if isinstance(value := header.get(name), str) and len(value) <= MOST_NAME else ""
        for name in ("engine", "mechanic")
    )
    capped = header.get("clock") is True
    return Passport(run.played.rules_version, run.body.scale_version, engine, mechanic, capped)


def lighter(seen: Sequence[Observation], rules: Collection[EvidenceRule]) -> frozenset[str]:
    """The rules whose fact was seen and weighs less than it does otherwise: the device itself was hard there."""
    full = {rule.id: rule.weight for rule in rules}
    return frozenset(
        observation.rule for observation in seen
        if observation.category is not None and observation.weight < full[observation.rule]
    )
