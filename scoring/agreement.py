"""How far two observers agree: what they marked alike on one person, and beyond chance over many. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt

LEAST_PEOPLE, LEAST_LINES = 10, 50
"""People seen by two observers, and lines both marked, below which no coefficient is told."""
NORMAL_95 = 1.959964
MarkPairs = Sequence[tuple[int, int]]
"""What two observers marked on the lines both saw, each 0..3."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two grids of one person: lines both marked, of these the same, one step apart, further apart."""

    both: int
    same: int
    near: int
    apart: int


def alike(marks: MarkPairs) -> Alike:
    """How two grids of one person lie beside each other."""
    gaps = [abs(a - b) for a, b in marks]
    return Alike(len(gaps), gaps.count(0), gaps.count(1), sum(gap > 1 for gap in gaps))


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance: 1 whole, 0 that of chance; None where there is too little to tell. 95 % interval."""

    people: int
    lines: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def agreement(people: Sequence[MarkPairs], top: int = 3) -> Kappa:
    """Weighted kappa over people, with quadratic weights 1 - ((a - b) / top)^2 (Cohen 1968).

    The interval is a jackknife over people, not lines: the lines of one person are no independent looks (Efron 1981).
    None under `LEAST_PEOPLE` or `LEAST_LINES`, or where everybody marked everything alike: chance then explains it all.
    """
    seen = [person for person in people if person]
    n, lines = len(seen), sum(map(len, seen))
    if n < LEAST_PEOPLE or lines < LEAST_LINES:
        return Kappa(n, lines)
    whole = _kappa(chain.from_iterable(seen), top)
    without = [_kappa(chain.from_iterable(seen[:at] + seen[at + 1 :]), top) for at in range(n)]
    left = [estimate for estimate in without if estimate is not None]
    if whole is None or len(left) < n:
        return Kappa(n, lines)
    mean = sum(left) / n
    se = sqrt((n - 1) / n * sum((estimate - mean) ** 2 for estimate in left))
    return Kappa(n, lines, whole, max(-1.0, whole - NORMAL_95 * se), min(1.0, whole + NORMAL_95 * se))


def _kappa(marks: Iterable[tuple[int, int]], top: int) -> float | None:
    """1 - observed over expected disagreement; None where nothing could have disagreed."""
    pairs = list(marks)
    first = [sum(a == k for a, _ in pairs) for k in range(top + 1)]
    second = [sum(b == k for _, b in pairs) for k in range(top + 1)]
    seen = sum((a - b) ** 2 for a, b in pairs) / len(pairs)
    expected = sum(
        first[i] * second[j] * (i - j) ** 2 for i in range(top + 1) for j in range(top + 1)
    ) / len(pairs) ** 2  # fmt: skip
    return None if expected <= 0 else 1 - seen / expected
