"""How much of a result the ease with the device explains: estimated outside the score, shown, never taken off."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.estimate import Array

CLASSES = ("easy", "medium", "hard")
LEAST = 100
"""First tries under which nothing is estimated."""
NORMAL_95 = 1.959964
WORTH_A_LOOK = 0.01
"""Share that the lower end of the interval must exceed: a surely present but tiny share says nothing."""


@dataclass(frozen=True, slots=True)
class EaseShare:
    """Share of the variance of a result that goes with the class of ease, with its 95 % interval.

    `step`: change of the result from one class to the harder one, in SD of the scale, with its standard error.
    `means`: mean result of each class, None where nobody is. None everywhere: `missing` first tries are lacking.
    """

    habilete: str
    n: int
    missing: int
    share: float | None
    low: float | None
    high: float | None
    step: float | None
    step_se: float | None
    means: tuple[float | None, ...]

    @property
    def flagged(self) -> bool:
        """Whether the device surely explains something worth a look by a person."""
        return self.low is not None and self.low > WORTH_A_LOOK


def ease_share(habilete: str, means: Sequence[float], classes: Sequence[str]) -> EaseShare:
    """Squared correlation of results with the class (0 easy, 1 medium, 2 hard), interval by Fisher's z (1921).

    Results whose class is not one of the three are left out. With everybody in one class nothing can be told apart:
    share and interval are None and `missing` is 0.
    """
    pairs = [(CLASSES.index(c), m) for m, c in zip(means, classes, strict=True) if c in CLASSES]
    n = len(pairs)
    x, y = (np.array([p[at] for p in pairs], dtype=float) for at in (0, 1))
    by_class = tuple(float(y[x == c].mean()) if (x == c).any() else None for c in range(len(CLASSES)))
    if n < LEAST:
        return EaseShare(habilete, n, LEAST - n, None, None, None, None, None, by_class)
    if x.std() == 0 or y.std() == 0:
        return EaseShare(habilete, n, 0, None, None, None, None, None, by_class)
    r = float(np.corrcoef(x, y)[0, 1])
    low, high = _interval(r, n)
    slope = r * float(y.std()) / float(x.std())
    error = math.sqrt(max(0.0, 1 - r * r) / (n - 2)) * float(y.std()) / float(x.std())
    return EaseShare(habilete, n, 0, r * r, low, high, slope, error, by_class)


def _interval(r: float, n: int) -> tuple[float, float]:
    """95 % interval of r squared: that of r by Fisher's z, squared; from 0 when r may be 0."""
    z, half = math.atanh(max(-0.999999, min(0.999999, r))), NORMAL_95 / math.sqrt(n - 3)
    ends = sorted((math.tanh(z - half), math.tanh(z + half)))
    squares = [e * e for e in ends]
    return (0.0 if ends[0] <= 0 <= ends[1] else min(squares)), max(squares)


def ease_shares(habiletes: Sequence[str], means: Array, classes: Sequence[str]) -> list[EaseShare]:
    """The share of each habileté. `means`: (people, habiletés), NaN where a habileté was not observed."""
    shares = []
    for k, name in enumerate(habiletes):
        there = [int(n) for n in np.flatnonzero(~np.isnan(means[:, k]))]
        shares.append(ease_share(name, [float(means[n, k]) for n in there], [classes[n] for n in there]))
    return shares
