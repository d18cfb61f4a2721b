"""Who is shown, and who is not: figures on lists, never on a person. Small groups are hidden. Pure."""

from collections.abc import Mapping, Sequence

LEAST = 10
"""People in a cell below which nothing is told of it."""


def gini(counts: Sequence[int]) -> float:
    """Gini index of how often each person was shown: 0 when all equally often, towards 1 when a few take all.

    sum over i of (2 i - n - 1) x_i / (n sum x), with x in rising order and i from 1. 0 for nobody or nothing shown.
    """
    total, n = sum(counts), len(counts)
    if not total:
        return 0.0
    weighted = sum((2 * i - n - 1) * x for i, x in enumerate(sorted(counts), 1))
    return weighted / (n * total)


def hidden(sizes: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The cells of a table that are not told: those of fewer than `least` people; an empty one tells of nobody.

    A single hidden cell takes the smallest of the others with it, for a total would give it away.
    """
    small = {name for name, n in sizes.items() if 0 < n < least}
    told = sorted((n, name) for name, n in sizes.items() if n >= least)
    if len(small) == 1 and told:
        small.add(told[0][1])
    return frozenset(small)
