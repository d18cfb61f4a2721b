"""Who is shown, and who is not: figures on lists, never on a person. Small groups are hidden. Pure.

Every number of people that is published is a multiple of `LEAST`, so is the difference of any two of them, of one
report or of two: none of them is a small group. A part is published only where it and the rest both are `LEAST` or
more. That two reports one person apart are alike is the work of who keeps what was told (`export.store.telling`).
"""

from collections.abc import Sequence

LEAST = 10
"""People in a cell below which nothing is told of it, and the step in which numbers of people are told."""


def to_tens(n: int) -> int | None:
    """A number of people to the nearest ten; None under `LEAST`, nobody and few alike."""
    return None if n < LEAST else (n + LEAST // 2) // LEAST * LEAST


def part_to_tens(part: int, whole: int) -> int | None:
    """A part of a group, None where it, or what is left of the group, is under `LEAST`."""
    return to_tens(part) if whole - part >= LEAST else None


def share(part: int | None, whole: int | None) -> float | None:
    """A share from published numbers alone: it tells nothing that they do not."""
    return None if part is None or not whole else round(part / whole, 2)


def gini(counts: Sequence[int]) -> float:
    """Gini index of how often each person was shown: 0 when all equally often, towards 1 when a few take all.

    sum over i of (2 i - n - 1) x_i / (n sum x), with x in rising order and i from 1. 0 for nobody or nothing shown.
    """
    total, n = sum(counts), len(counts)
    if not total:
        return 0.0
    weighted = sum((2 * i - n - 1) * x for i, x in enumerate(sorted(counts), 1))
    return weighted / (n * total)


def spread(counts: Sequence[int]) -> str | None:
    """How evenly lists share people: "even" (Gini under .3), "uneven" (under .6) or "few" take most places.

    A word, not a figure: with a few people never shown, the index would give their number away. None where those who
    were shown, or those who never were, are under `LEAST` without being nobody at all.
    """
    never = sum(not n for n in counts)
    if len(counts) < LEAST or 0 < never < LEAST or 0 < len(counts) - never < LEAST:
        return None
    index = gini(counts)
    return "even" if index < 0.3 else "uneven" if index < 0.6 else "few"


WIDER = 1.15


def beside(own: float, others: float) -> str:
    """A mean margin beside that of the other posts: "wider" or "narrower" by more than 15 %, else "same"."""
    return "wider" if own > others * WIDER else "narrower" if own * WIDER < others else "same"
