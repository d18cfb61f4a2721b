"""Does what the game said go with what became of people: a number with its interval, or « no link shown ». Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEAST = 10
"""People for whom it happened, and for whom it did not, below which nothing is compared."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One thing the game says beside one thing that happened.

    `value`: of two people, one for whom it happened and one for whom it did not, the chance that the first had the
    higher result (.5: chance alone; ties count half). verdict: "link", "reverse", "no_link", "too_few".
    """

    name: str
    happened: int
    other: int
    value: float | None
    low: float | None
    high: float | None
    verdict: str


def links(pairs: Mapping[str, tuple[Sequence[float], Sequence[float]]]) -> list[Foretold]:
    """For each name (results of those for whom it happened, of the others) the link, with 95 % over all at once.

    The more things are looked at, the wider each interval (Bonferroni): among many, one is always found by chance.
    """
    compared = sum(min(len(a), len(b)) >= LEAST for a, b in pairs.values())
    return [_link(name, a, b, max(1, compared)) for name, (a, b) in pairs.items()]


def _link(name: str, happened: Sequence[float], other: Sequence[float], compared: int) -> Foretold:
    counts = (len(happened), len(other))
    if min(counts) < LEAST:
        return Foretold(name, *counts, None, None, None, "too_few")
    value = higher(happened, other)
    low, high = interval(value, *counts, 0.05 / compared)
    verdict = "link" if low > 0.5 else "reverse" if high < 0.5 else "no_link"
    return Foretold(name, *counts, value, low, high, verdict)


def higher(happened: Sequence[float], other: Sequence[float]) -> float:
    """The chance that one of the first is above one of the second, ties counting half (Mann & Whitney 1947)."""
    total = sum((a > b) + 0.5 * (a == b) for a in happened for b in other)
    return total / (len(happened) * len(other))


def interval(value: float, happened: int, other: int, error: float) -> tuple[float, float]:
    """Where it lies but for a chance of `error`: Newcombe's method 5 (2006), which at .5 is Mann and Whitney's test.

    The ends are the t for which |value - t| = z sqrt(V(t)), found by halving.
    """
    z = NormalDist().inv_cdf(1 - error / 2)

    def outside(t: float) -> bool:
        return abs(value - t) > z * sqrt(variance(t, happened, other))

    return _end(0.0, value, outside), _end(1.0, value, outside)


def variance(t: float, happened: int, other: int) -> float:
    """Of the estimate, where the chance is t (Hanley & McNeil 1982, with one N for both groups; Newcombe 2006)."""
    n = (happened + other) / 2
    return t * (1 - t) * (1 + (n - 1) * ((1 - t) / (2 - t) + t / (1 + t))) / (happened * other)


def _end(far: float, near: float, outside: Callable[[float], bool]) -> float:
    """The last point on the way from `near`, which is inside, to `far`."""
    if not outside(far):
        return far
    for _ in range(50):
        middle = (far + near) / 2
        far, near = (middle, near) if outside(middle) else (far, middle)
    return near
